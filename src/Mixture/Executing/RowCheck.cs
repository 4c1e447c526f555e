using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using MoECollab.Gating.Numerics;

namespace MoECollab.Mixture.Executing;

/// <summary>Whether one row of an expert's output is what it declared.</summary>
internal static class RowCheck
{
    private const float SumTolerance = 1e-3f;
    private const float NegativeTolerance = -1e-6f;

    /// <summary>Turns a row of logits into probabilities in place. Returns what is wrong with it, or null.</summary>
    public static string? Normalise(Span<float> logits)
    {
        if (NotFinite(logits) is { } fault)
            return fault;
        Softmax.Into(logits, logits);
        return null;
    }

    /// <summary>What is wrong with a row of probabilities, or null.</summary>
    public static string? FaultOfProbabilities(ReadOnlySpan<float> probabilities)
    {
        if (NotFinite(probabilities) is { } fault)
            return fault;
        var sum = 0f;
        foreach (var probability in probabilities)
        {
            if (probability < NegativeTolerance)
                return string.Create(CultureInfo.InvariantCulture, $"returned the negative probability {probability:G4}");
            sum += probability;
        }

        return Math.Abs(sum - 1f) <= SumTolerance ? null : string.Create(CultureInfo.InvariantCulture, $"returned probabilities that sum to {sum:G4}");
    }

    /// <summary>What is wrong with a row of values that need only be finite, or null.</summary>
    public static string? NotFinite(ReadOnlySpan<float> values)
    {
        // NaN and infinities survive a product with zero and a sum.
        var sums = Vector<float>.Zero;
        var lanes = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (var lane in lanes)
            sums += lane * 0f;
        var sum = Vector.Sum(sums);
        foreach (var value in values[(lanes.Length * Vector<float>.Count)..])
            sum += value * 0f;
        if (sum == 0f)
            return null;

        foreach (var value in values)
        {
            if (float.IsNaN(value))
                return "returned NaN";
        }

        return "returned an infinite value";
    }
}
