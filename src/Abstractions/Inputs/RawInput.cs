namespace MoECollab.Inputs;

/// <summary>One input as the caller gave it. Immutable; may be kept.</summary>
/// <param name="Text">The text, possibly empty; any script, possibly with broken surrogates.</param>
public sealed record RawInput(string Text)
{
    /// <summary>Further fields of the request (tenant, task, language …), by name; never null.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = NoFields;

    private static readonly IReadOnlyDictionary<string, string> NoFields = new Dictionary<string, string>();
}
