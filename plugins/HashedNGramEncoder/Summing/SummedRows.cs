namespace MoECollab.HashedNGramEncoder.Summing;

/// <summary>Which rows are summed, and what each weighs; memory that is pinned.</summary>
/// <param name="rows">[count].</param>
/// <param name="factors">[count].</param>
/// <param name="count">How many.</param>
internal readonly unsafe struct SummedRows(int* rows, float* factors, int count)
{
    public int* Rows => rows;

    public float* Factors => factors;

    public int Count => count;
}
