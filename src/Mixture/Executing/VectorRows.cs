using MoECollab.Mixture.Integrating;

namespace MoECollab.Mixture.Executing;

/// <summary>
/// The mean vectors of a batch's answers, a row for each input, in memory that the caller gave or that belongs to the answers. That is made afresh, but many rows share
/// an array, as large as it may be without the collector treating it as large: those are cleared, and only collected together with everything.
/// </summary>
/// <param name="rows">B.</param>
/// <param name="size">D.</param>
/// <param name="given">The caller's [B, D], or empty.</param>
internal sealed class VectorRows(int rows, int size, Memory<float> given)
{
    private const int MostShared = 16 * 1024; // floats, 64 KiB
    private const float Rounding = 1e-6f;

    private readonly int _together = Math.Max(1, MostShared / size);
    private readonly float[] _weights = new float[rows];
    private float[]?[]? _arrays;

    /// <summary>Adds the vector of an expert that answered an input.</summary>
    /// <param name="row">The input.</param>
    /// <param name="vector">v, [D].</param>
    /// <param name="weight">w, above 0.</param>
    public void Add(int row, ReadOnlySpan<float> vector, float weight)
    {
        if (_weights[row] > 0)
            VectorMean.Add(Row(row).Span, vector, weight);
        else if (weight == 1f)
            vector.CopyTo(Row(row).Span);
        else
            VectorMean.Begin(Row(row).Span, vector, weight);
        _weights[row] += weight;
    }

    /// <summary>Σ w v / Σ w of an input, [D]; null where no expert answered it with a vector.</summary>
    public ReadOnlyMemory<float>? Mean(int row)
    {
        if (_weights[row] == 0)
            return null;
        var mean = Row(row);
        if (Math.Abs(_weights[row] - 1f) > Rounding)
            VectorMean.Divide(mean.Span, _weights[row]);
        return mean;
    }

    private Memory<float> Row(int row)
    {
        if (!given.IsEmpty)
            return given.Slice(row * size, size);
        _arrays ??= new float[]?[(rows + _together - 1) / _together];
        var (index, place) = Math.DivRem(row, _together);
        var array = _arrays[index] ??= GC.AllocateUninitializedArray<float>(Math.Min(_together, rows - (index * _together)) * size);
        return array.AsMemory(place * size, size);
    }
}
