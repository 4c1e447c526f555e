namespace MoECollab.Outputs;

/// <summary>Probabilities over classes. Class c of the expert is the label <c>Labels[c]</c> of the union: M_i of the mixture's equation. A label is its exact string.</summary>
/// <param name="Labels">C distinct labels, at least one.</param>
public sealed record ClassSpace(IReadOnlyList<string> Labels) : OutputSpace;
