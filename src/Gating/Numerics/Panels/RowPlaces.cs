namespace MoECollab.Gating.Numerics.Panels;

/// <summary>Rows in memory that is pinned or on the stack: all in order, or those that a list names.</summary>
/// <param name="start">Row 0.</param>
/// <param name="stride">Floats from a row to the next.</param>
/// <param name="rows">Which rows; null for 0, 1, 2 …</param>
internal readonly unsafe struct RowPlaces(float* start, int stride, int* rows)
{
    /// <summary>Floats from a row to the next.</summary>
    public int Stride => stride;

    /// <summary>Whether these are two rows of which the second is the first again, because one row alone would be summed in another order: they count as one.</summary>
    public bool IsOneTwice { get; init; }

    /// <summary>Where a row begins.</summary>
    public float* At(int index) => start + ((nint)(rows is null ? index : rows[index]) * stride);

    /// <summary>The same without the first ones.</summary>
    public RowPlaces Skip(int count) => rows is null ? new RowPlaces(start + ((nint)count * stride), stride, null) : new RowPlaces(start, stride, rows + count);
}
