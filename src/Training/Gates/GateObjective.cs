using MoECollab.Gating.Losses;
using MoECollab.Training.Fitting;
using MoECollab.Training.Losses;
using static TorchSharp.torch;

namespace MoECollab.Training.Gates;

/// <summary>L = L_task + Σ λ·term over a batch's routing; the same for a gate alone and for a joint training.</summary>
/// <param name="Terms">The terms beside the task.</param>
/// <param name="TopK">Experts that share the loss of an example; 0 for all.</param>
/// <param name="Seed">Source of a noisy gate's noise.</param>
/// <param name="Device">Where tensors live.</param>
internal sealed record GateObjective(AuxiliaryTerms Terms, int TopK, long Seed, Device Device)
{
    /// <summary>The loss of a batch.</summary>
    /// <param name="logits">[b, n] with graph; borrowed.</param>
    /// <param name="likelihoods">p_i(y|x) [b, n], 0 to 1; borrowed.</param>
    /// <param name="progress">0 to 1.</param>
    /// <returns>A scalar with graph; owned by the caller.</returns>
    public Tensor Loss(Tensor logits, Tensor likelihoods, double progress)
    {
        using var scope = NewDisposeScope();
        var task = Task(logits, likelihoods);
        if (Terms.Terms.Count == 0) return task.MoveToOuterDisposeScope();
        // The regularisers see the whole distribution; only the balance term asks which experts were chosen.
        var selected = TopK == 0 ? 1 : (int)Math.Min(TopK, logits.shape[1]);
        return Terms.AddTo(task, MixtureLoss.Statistics(logits, selected, progress)).MoveToOuterDisposeScope();
    }

    /// <summary>The task's loss alone; owned by the caller.</summary>
    public Tensor Task(Tensor logits, Tensor likelihoods)
    {
        using var scope = NewDisposeScope();
        return MixtureLoss.Task(logits, RoutingBatch.OfChosen(likelihoods, logits, TopK)).MoveToOuterDisposeScope();
    }

    /// <summary>The noise of a step: a function of seed and progress, so that a resumed training draws it again.</summary>
    public long NoiseSeed(double progress) => new SeededStream(Seed, BitConverter.DoubleToInt64Bits(progress)).Seed();
}
