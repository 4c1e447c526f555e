namespace MoECollab.Loading.Unloading.Pins;

/// <summary>One reason why the collector keeps an object.</summary>
/// <param name="Node">Address of the object.</param>
/// <param name="Kind">What holds it.</param>
internal readonly record struct HeapRoot(ulong Node, HeapRootKind Kind);
