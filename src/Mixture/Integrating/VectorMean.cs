using System.Numerics;
using System.Runtime.InteropServices;
using MoECollab.Gating.Numerics;
using MoECollab.Integration;
using MoECollab.Outputs;

namespace MoECollab.Mixture.Integrating;

/// <summary><c>vector-mean</c>: Σ w_i v_i / Σ w_i.</summary>
public sealed class VectorMean : IIntegrator
{
    /// <inheritdoc/>
    public string Name => "vector-mean";

    /// <inheritdoc/>
    public bool Accepts(OutputSpace space) => space is VectorSpace;

    /// <inheritdoc/>
    public IReadOnlyList<IntegratedRow?> Combine(int rows, IReadOnlyList<ExpertContribution> contributions)
    {
        var sums = new float[]?[rows];
        var weights = new float[rows];
        foreach (var contribution in contributions)
        {
            var size = ((VectorSpace)contribution.Space).Dimension;
            var values = HostMemory.Read(contribution.Output.Values!); // [R, D]
            for (var i = 0; i < contribution.Rows.Count; i++)
            {
                var row = contribution.Rows[i];
                weights[row] += contribution.Weights[i];
                Add(sums[row] ??= new float[size], values.AsSpan(i * size, size), contribution.Weights[i]);
            }
        }

        return [.. sums.Select((sum, row) => sum is null ? null : RowOf(sum, weights[row]))];
    }

    /// <summary>sum = weight · vector.</summary>
    internal static void Begin(Span<float> sum, ReadOnlySpan<float> vector, float weight)
    {
        var scale = new Vector<float>(weight);
        var to = MemoryMarshal.Cast<float, Vector<float>>(sum);
        var from = MemoryMarshal.Cast<float, Vector<float>>(vector);
        for (var i = 0; i < to.Length; i++)
            to[i] = scale * from[i];
        for (var i = to.Length * Vector<float>.Count; i < sum.Length; i++)
            sum[i] = weight * vector[i];
    }

    /// <summary>sum += weight · vector.</summary>
    internal static void Add(Span<float> sum, ReadOnlySpan<float> vector, float weight)
    {
        var scale = new Vector<float>(weight);
        var to = MemoryMarshal.Cast<float, Vector<float>>(sum);
        var from = MemoryMarshal.Cast<float, Vector<float>>(vector);
        for (var i = 0; i < to.Length; i++)
            to[i] += scale * from[i];
        for (var i = to.Length * Vector<float>.Count; i < sum.Length; i++)
            sum[i] += weight * vector[i];
    }

    /// <summary>vector / weight, in place.</summary>
    internal static void Divide(Span<float> vector, float weight)
    {
        if (weight == 1f)
            return;
        var divisor = new Vector<float>(weight);
        var lanes = MemoryMarshal.Cast<float, Vector<float>>(vector);
        foreach (ref var lane in lanes)
            lane /= divisor;
        for (var i = lanes.Length * Vector<float>.Count; i < vector.Length; i++)
            vector[i] /= weight;
    }

    private static IntegratedRow RowOf(float[] sum, float weight)
    {
        Divide(sum, weight);
        return new IntegratedRow { Vector = sum };
    }
}
