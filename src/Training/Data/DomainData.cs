namespace MoECollab.Training.Data;

/// <summary>The rows of one domain.</summary>
/// <param name="Name">Folder name, value of the domain column, or the file's name where there are no domains.</param>
/// <param name="Train">Rows to learn from; empty when read for evaluation.</param>
/// <param name="Dev">Rows to choose on: <c>dev.jsonl</c>, or a tenth of the training rows by hash.</param>
/// <param name="Test">Rows to report on; may be empty.</param>
public sealed record DomainData(
    string Name,
    IReadOnlyList<Example> Train,
    IReadOnlyList<Example> Dev,
    IReadOnlyList<Example> Test)
{
    /// <summary>Whether <see cref="Dev"/> was cut off the training rows: what has been chosen by it may then be fitted to it as well.</summary>
    public bool DevFromTrain { get; init; }

    /// <summary>The id of this domain's expert.</summary>
    public string Id => DomainId.From(Name);

    /// <summary>The training labels, ordinally sorted.</summary>
    public IReadOnlyList<string> Labels { get; } =
        [.. Train.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The rows of one part.</summary>
    /// <param name="split">Which part.</param>
    /// <returns>The same list as the property of that name.</returns>
    public IReadOnlyList<Example> Rows(Split split) => split switch
    {
        Split.Train => Train,
        Split.Dev => Dev,
        _ => Test,
    };
}
