namespace MoECollab.Loading.Unloading.Pins;

/// <summary>One way from a root of the collector to a package's code.</summary>
/// <param name="Root">What holds the first object.</param>
/// <param name="Types">The types of the objects on the way, the held one first; the package's own code itself is not among them.</param>
internal sealed record PinPath(HeapRootKind Root, IReadOnlyList<string> Types)
{
    private const int ShownTypes = 12, ShownName = 90;

    // The arrays and nodes that collections of the framework are made of; and the array that stands for static fields.
    private static readonly string[] Insides = ["System.Object[]", "Bucket[]", "Entry[", "Tables[", "VolatileNode[", "Node["];

    public override string ToString()
    {
        List<string> types = [.. Types.Where(type => !Insides.Any(inside => type.StartsWith(inside, StringComparison.Ordinal))).Select(Short)];
        // Of a long way, both ends tell most.
        if (types.Count > ShownTypes)
            types = [.. types.Take(ShownTypes / 2), $"({types.Count - ShownTypes} more)", .. types.TakeLast(ShownTypes / 2)];
        return string.Join(" → ", [Name, .. types, "the package's code"]);
    }

    private string Name => Root switch
    {
        HeapRootKind.Stack => "a running thread",
        HeapRootKind.Finalizer => "the finalizer queue",
        HeapRootKind.Handle => "a static field or handle",
        _ => "the runtime",
    };

    private static string Short(string type) => type.Length <= ShownName ? type : $"{type[..ShownName]}…";
}
