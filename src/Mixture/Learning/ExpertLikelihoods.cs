using static TorchSharp.torch;

namespace MoECollab.Mixture.Learning;

/// <summary>
/// p_i(y|x), what the mixture's loss needs of the experts (<see cref="Gating.Losses.MixtureLoss"/>): with a graph for joint training, or once and
/// for all where the experts are frozen. A label that an expert does not know has probability 0 there.
/// </summary>
public static class ExpertLikelihoods
{
    /// <summary>Stands for a label that an expert's space lacks.</summary>
    public const long Unknown = -1;

    /// <summary>For each label its class in an expert's space.</summary>
    /// <param name="labels">The examples' labels.</param>
    /// <param name="space">The expert's classes.</param>
    /// <returns>Class indices, <see cref="Unknown"/> for labels that it lacks.</returns>
    public static long[] Targets(IEnumerable<string> labels, Outputs.ClassSpace space)
    {
        var classes = space.Labels.Select((label, index) => (label, index)).ToDictionary(pair => pair.label, pair => (long)pair.index, StringComparer.Ordinal);
        return [.. labels.Select(label => classes.GetValueOrDefault(label, Unknown))];
    }

    /// <summary>The probability that one expert gives to the right labels.</summary>
    /// <param name="logits">The expert's logits [B, C].</param>
    /// <param name="targets">Class indices [B], int64, <see cref="Unknown"/> where the expert lacks the label; on the logits' device.</param>
    /// <returns>[B, 1] with the logits' graph; owned by the caller. Columns of all experts are joined by <c>cat</c> along dimension 1.</returns>
    public static Tensor Column(Tensor logits, Tensor targets)
    {
        using var scope = NewDisposeScope();
        var known = targets.ge(0).to(ScalarType.Float32).unsqueeze(1); // [B, 1]
        var chosen = logits.softmax(1).gather(1, targets.clamp_min(0).unsqueeze(1)); // [B, 1]
        return (chosen * known).MoveToOuterDisposeScope();
    }
}
