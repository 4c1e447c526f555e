namespace MoECollab.Loading.Unloading;

/// <summary>What came of unloading a package.</summary>
/// <param name="Collected">Whether nothing of the package's load context is alive any more; true for packages without code.</param>
/// <param name="Collections">How many garbage collections were needed, or were tried.</param>
/// <param name="TensorsFreed">By how much the process's live tensors became fewer; other work going on at the time counts as well.</param>
/// <param name="Reason">A sentence; where the context is alive, what pins it and how to mend it.</param>
public sealed record UnloadResult(bool Collected, int Collections, long TensorsFreed, string Reason)
{
    /// <summary>What keeps the code alive, read from the runtime's own snapshot of its heap: each a way from a root to the code, by type names; empty where nothing does or nobody could look.</summary>
    public IReadOnlyList<string> Pins { get; init; } = [];
}
