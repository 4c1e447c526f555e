namespace MoECollab.Mixture.Executing;

/// <summary>
/// Where the vectors of a batch's answers lie, a row for each input. They belong to the answers and are never used again, so they are made afresh; but many share an
/// array, as large as it may be without the collector treating it as large: those are cleared, and only collected together with everything.
/// </summary>
/// <param name="rows">B.</param>
/// <param name="size">D.</param>
internal sealed class VectorRows(int rows, int size)
{
    private const int MostShared = 16 * 1024; // floats, 64 KiB

    private readonly int _together = Math.Max(1, MostShared / Math.Max(1, size));
    private float[]?[] _arrays = [];

    /// <summary>The room of one input, [D]; holds anything until it is written.</summary>
    public Memory<float> Row(int row)
    {
        if (_arrays.Length == 0)
            _arrays = new float[]?[(rows + _together - 1) / _together];
        var (index, place) = Math.DivRem(row, _together);
        var array = _arrays[index] ??= GC.AllocateUninitializedArray<float>(Math.Min(_together, rows - (index * _together)) * size);
        return array.AsMemory(place * size, size);
    }
}
