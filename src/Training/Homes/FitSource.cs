namespace MoECollab.Training.Homes;

/// <summary>Data that a home was fitted from.</summary>
/// <param name="Path">Folder or file, a full path.</param>
/// <param name="Sha256">What it was then (<see cref="Data.DataSummary.Sha256"/>).</param>
/// <param name="TextColumn">The field that holds the text.</param>
/// <param name="LabelColumn">The field that holds the label.</param>
/// <param name="DomainColumn">The field that holds the domain; null for none.</param>
public sealed record FitSource(string Path, string Sha256, string TextColumn, string LabelColumn, string? DomainColumn);
