namespace MoECollab.Training.Data;

/// <summary>Names of the JSON fields or CSV columns to read (<c>--text-column</c> and its siblings).</summary>
/// <param name="Text">Holds the text; default <c>text</c>.</param>
/// <param name="Label">Holds the label; default <c>label</c>.</param>
/// <param name="Domain">Holds the domain; null, the default, where the data has no such column.</param>
public sealed record DataColumns(string Text = "text", string Label = "label", string? Domain = null);
