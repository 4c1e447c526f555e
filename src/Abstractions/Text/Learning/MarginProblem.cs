namespace MoECollab.Text.Learning;

/// <summary>What is to be learned: sparse vectors, a class for each, and how much each example weighs.</summary>
/// <param name="Rows">n vectors over F columns.</param>
/// <param name="Columns">F.</param>
/// <param name="Classes">[n], each 0 to C − 1.</param>
/// <param name="ClassCount">C.</param>
/// <param name="ClassWeights">[C], the weight of an example by its class.</param>
internal sealed record MarginProblem(SparseRows Rows, int Columns, int[] Classes, int ClassCount, float[] ClassWeights)
{
    /// <summary>
    /// By what a column's value is multiplied for a class, squared, [F, stride]; null for 1 everywhere. The weights that are learned are those
    /// of the values as they are, the multiplier already in them.
    /// </summary>
    public float[]? SquaredScales { get; init; }
}
