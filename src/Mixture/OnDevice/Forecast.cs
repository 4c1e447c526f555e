using MoECollab.Gating;

namespace MoECollab.Mixture.OnDevice;

/// <summary>What came back from a device in one piece: the gate's scores, the experts that it would choose by them, and what those that are stacked answer.</summary>
internal sealed class Forecast
{
    private readonly StackedExperts _experts;
    private readonly float[] _values;
    private readonly int _kept;
    private readonly int _chosen; // where the positions begin
    private readonly int[] _outputs; // and each stack's

    /// <param name="experts">Who answered.</param>
    /// <param name="values">Scores [B, N], positions [B, k], and for each stack outputs [B k, L].</param>
    /// <param name="kept">k.</param>
    /// <param name="scores">Receives the scores.</param>
    public Forecast(StackedExperts experts, float[] values, int kept, ScoreTable scores)
    {
        (_experts, _values, _kept) = (experts, values, kept);
        values.AsSpan(0, scores.Values.Length).CopyTo(scores.Values);
        Scores = scores;
        _chosen = scores.Values.Length;
        var next = _chosen + (scores.Rows * kept);
        _outputs = new int[experts.Stacks.Length];
        for (var stack = 0; stack < _outputs.Length; stack++)
        {
            _outputs[stack] = next;
            next += scores.Rows * kept * experts.Stacks[stack].Outputs;
        }
    }

    /// <summary>The gate's scores before any transform.</summary>
    public ScoreTable Scores { get; }

    /// <summary>What an expert answers to an input; empty where it was not foreseen.</summary>
    /// <param name="row">The input.</param>
    /// <param name="position">The expert.</param>
    public ReadOnlyMemory<float> OutputsOf(int row, int position)
    {
        var (stack, _) = _experts.PlaceOf(position);
        if (stack < 0)
            return default;
        var length = _experts.Stacks[stack].Outputs;
        for (var entry = row * _kept; entry < (row + 1) * _kept; entry++)
        {
            if ((int)_values[_chosen + entry] == position)
                return _values.AsMemory(_outputs[stack] + (entry * length), length);
        }

        return default;
    }
}
