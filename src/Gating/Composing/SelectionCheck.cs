using System.Numerics;
using System.Runtime.InteropServices;

namespace MoECollab.Gating.Composing;

/// <summary>Whether a scorer's scores and a selector's choice are what the contract says; a plugin's are not taken on trust.</summary>
internal static class SelectionCheck
{
    private const float Tolerance = 1e-3f;

    /// <summary>What is wrong with scores; null if nothing is. −∞ masks, and is right.</summary>
    public static string? FaultOf(ReadOnlySpan<float> scores)
    {
        if (float.IsFinite(HighestOrNaN(scores)))
            return null;

        foreach (var score in scores)
        {
            if (float.IsNaN(score))
                return "the scores have NaN";
            if (float.IsPositiveInfinity(score))
                return "the scores have +∞";
        }

        return "no ready expert can be reached";
    }

    private static float HighestOrNaN(ReadOnlySpan<float> scores)
    {
        var lanes = MemoryMarshal.Cast<float, Vector<float>>(scores);
        var highest = new Vector<float>(float.NegativeInfinity);
        foreach (var lane in lanes)
            highest = Vector.Max(highest, lane); // a NaN stays
        var result = float.NegativeInfinity;
        for (var i = 0; i < Vector<float>.Count; i++)
            result = Math.Max(result, highest[i]);
        foreach (var score in scores[(lanes.Length * Vector<float>.Count)..])
            result = Math.Max(result, score);
        return result;
    }

    /// <summary>What is wrong with a choice; null if nothing is.</summary>
    public static string? FaultOf(IReadOnlyList<SelectedExpert> selection, ReadOnlySpan<float> scores, bool normalises)
    {
        var (sum, primaries) = (0f, 0);
        for (var i = 0; i < selection.Count; i++)
        {
            var selected = selection[i];
            if (selected.Position < 0 || selected.Position >= scores.Length)
                return $"the selector picked position {selected.Position} of {scores.Length}";
            if (float.IsNegativeInfinity(scores[selected.Position]))
                return "the selector picked a masked expert";
            if (!float.IsFinite(selected.Weight) || selected.Weight < 0)
                return $"the selector gave the weight {selected.Weight}";
            for (var other = 0; other < i; other++)
            {
                if (selection[other].Position == selected.Position)
                    return "the selector picked an expert twice";
            }

            primaries += selected.Role == ExpertRole.Primary ? 1 : 0;
            sum += selected.Weight;
        }

        if (selection.Count == 0)
            return null;
        if (primaries != 1)
            return $"the selector named {primaries} primary experts";
        return normalises && Math.Abs(sum - 1f) > Tolerance ? $"the selector's weights sum to {sum}" : null;
    }
}
