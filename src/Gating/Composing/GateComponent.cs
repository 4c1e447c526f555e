namespace MoECollab.Gating.Composing;

/// <summary>One component of a gate, as its file names it.</summary>
/// <param name="Kind">A built-in kind's name, or the id of a gating package's component.</param>
public sealed record GateComponent(string Kind)
{
    /// <summary>What the component is set to; names without case.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
