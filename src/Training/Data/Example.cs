namespace MoECollab.Training.Data;

/// <summary>One labelled text.</summary>
/// <param name="Text">The text as it stands in the file; never blank.</param>
/// <param name="Label">The label's exact string; never blank.</param>
/// <param name="Domain">Name of the domain, or null where the data has none.</param>
/// <param name="Source">Where the row was read.</param>
public readonly record struct Example(string Text, string Label, string? Domain = null, SourceLine Source = default)
{
    /// <summary>The label in the union of all domains: <c>domain/label</c>, or the label alone without a domain.</summary>
    public string UnionLabel => Domain is null ? Label : $"{Domain}/{Label}";
}
