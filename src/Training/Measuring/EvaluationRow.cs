using MoECollab.Inputs;

namespace MoECollab.Training.Measuring;

/// <summary>One row to answer.</summary>
/// <param name="Input">The input.</param>
/// <param name="Domain">Its true domain.</param>
/// <param name="Label">Its true label inside the domain.</param>
/// <param name="UnionLabel">Its true label in the union of all domains.</param>
public sealed record EvaluationRow(RawInput Input, string Domain, string Label, string UnionLabel);
