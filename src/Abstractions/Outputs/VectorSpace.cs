namespace MoECollab.Outputs;

/// <summary>Real vectors; averaged by weight, so all experts of a mixture must agree on the dimension.</summary>
/// <param name="Dimension">At least 1.</param>
public sealed record VectorSpace(int Dimension) : OutputSpace;
