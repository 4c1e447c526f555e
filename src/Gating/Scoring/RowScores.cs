namespace MoECollab.Gating.Scoring;

/// <summary>
/// The scores of a batch, which its decisions keep. Rows share arrays, so that a row costs no array; few enough of them that a decision that is kept keeps little alive.
/// </summary>
/// <param name="rows">B.</param>
/// <param name="experts">N.</param>
internal sealed class RowScores(int rows, int experts)
{
    private const int MostShared = 4096; // floats, 16 KiB

    private readonly int _together = Math.Clamp(MostShared / Math.Max(1, experts), 1, Math.Max(1, rows));
    private float[]?[] _arrays = [];

    /// <summary>The scores of one input, [N].</summary>
    public Memory<float> Row(int row)
    {
        if (_arrays.Length == 0)
            _arrays = new float[]?[(rows + _together - 1) / _together];
        var (index, place) = Math.DivRem(row, _together);
        var array = _arrays[index] ??= GC.AllocateUninitializedArray<float>(Math.Min(_together, rows - (index * _together)) * experts);
        return array.AsMemory(place * experts, experts);
    }
}
