using MoECollab.Inputs;
using MoECollab.Training.Data;

namespace MoECollab.Training.Examples;

/// <summary>From rows as they were read to examples as trainers take them.</summary>
public static class LabelledInputs
{
    /// <summary>Examples whose labels are those of the union: <c>domain/label</c> where the data has domains and does not merge labels, the label alone otherwise.</summary>
    /// <param name="rows">Rows of one split.</param>
    /// <param name="data">The set they belong to.</param>
    /// <returns>One example per row, in their order; the domain is the id of its expert.</returns>
    public static IReadOnlyList<LabelledInput> From(IEnumerable<Example> rows, LabelledData data) =>
        [.. rows.Select(row => new LabelledInput(new RawInput(row.Text), LabelOf(row, data), row.Domain is null ? null : DomainId.From(row.Domain)))];

    /// <summary>The label of a row in the union of all labels.</summary>
    /// <param name="row">The row.</param>
    /// <param name="data">The set it belongs to.</param>
    public static string LabelOf(Example row, LabelledData data) => data.HasDomains && !data.MergesLabels ? row.UnionLabel : row.Label;

    /// <summary>The distinct labels of some examples in ordinal order: the class order of an expert.</summary>
    /// <param name="examples">Any examples.</param>
    public static IReadOnlyList<string> Labels(IEnumerable<LabelledInput> examples) =>
        [.. examples.Select(example => example.Label).Distinct().Order(StringComparer.Ordinal)];
}
