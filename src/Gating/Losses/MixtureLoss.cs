using static TorchSharp.torch;

namespace MoECollab.Gating.Losses;

/// <summary>
/// The loss of a mixture with a soft gate, as pure functions. MoECollab's own text is not public; this is our reconstruction:
/// L = L_task + λ_H · mean_b H(g(h_b)) + λ_KL · KL(ḡ ‖ U), with L_task = −mean_b log Σ_i g_i(h_b) p_i(y_b | x_b), the negative
/// log-likelihood of the probability mixture over the union of labels. λ_H is signed. Everything is computed in logarithms, so that neither a
/// confident gate nor an expert that gives the right label almost nothing makes it infinite.
/// </summary>
public static class MixtureLoss
{
    /// <summary>Probabilities below this count as this where a logarithm is taken; an expert that does not know a label gives it 0.</summary>
    public const float SmallestProbability = 1e-12f;

    private const float LowestLogit = -1e4f; // stands for a masked expert's −∞: its probability still underflows to 0, its gradient stays finite

    /// <summary>−mean_b log Σ_i g_i p_i(y|x).</summary>
    /// <param name="logits">The scorer's logits, temperature applied, [B, N]; −∞ masks an expert.</param>
    /// <param name="likelihoods">p_i(y_b | x_b), the probability that each expert gives to the right label, [B, N]; 0 where the label is not in its space.</param>
    /// <returns>A scalar in nats with graph; owned by the caller.</returns>
    public static Tensor Task(Tensor logits, Tensor likelihoods)
    {
        using var scope = NewDisposeScope();
        var joint = LogGates(logits) + likelihoods.clamp_min(SmallestProbability).log(); // [B, N]
        return (-joint.logsumexp(1).mean()).MoveToOuterDisposeScope();
    }

    /// <summary>The whole loss: L_task + λ_H · mean_b H(g) + λ_KL · KL(ḡ ‖ U).</summary>
    /// <param name="logits">As for <see cref="Task"/>.</param>
    /// <param name="likelihoods">As for <see cref="Task"/>.</param>
    /// <param name="entropy">λ_H: above 0 decisive, below 0 spread.</param>
    /// <param name="uniformity">λ_KL.</param>
    /// <returns>A scalar with graph; owned by the caller.</returns>
    public static Tensor Regularised(Tensor logits, Tensor likelihoods, double entropy, double uniformity)
    {
        using var scope = NewDisposeScope();
        var statistics = Statistics(logits, 1);
        var loss = Task(logits, likelihoods);
        if (entropy != 0)
            loss += new EntropyLoss().Compute(statistics) * entropy;
        if (uniformity != 0)
            loss += new UniformityLoss().Compute(statistics) * uniformity;
        return loss.MoveToOuterDisposeScope();
    }

    /// <summary>What a batch's routing looked like, for auxiliary losses.</summary>
    /// <param name="logits">[B, N]; borrowed.</param>
    /// <param name="kept">How many experts are selected for each input (k).</param>
    /// <param name="progress">How far the training is, 0 to 1.</param>
    /// <returns>Its probabilities and selection are owned by the caller's dispose scope.</returns>
    public static Training.RoutingStatistics Statistics(Tensor logits, int kept, double progress = 0)
    {
        using var scope = NewDisposeScope();
        var probabilities = LogGates(logits).exp(); // [B, N]
        var (_, chosen) = logits.detach().topk(kept, 1); // [B, k]
        var selected = zeros_like(probabilities).detach().scatter_(1, chosen, ones_like(chosen).to(ScalarType.Float32)); // [B, N]
        return new Training.RoutingStatistics(logits, probabilities.MoveToOuterDisposeScope(), selected.MoveToOuterDisposeScope()) { Progress = progress };
    }

    /// <summary>log g = log softmax(z), finite for masked experts too.</summary>
    /// <param name="logits">[B, N].</param>
    /// <returns>[B, N] with graph; owned by the caller.</returns>
    public static Tensor LogGates(Tensor logits)
    {
        using var scope = NewDisposeScope();
        return logits.clamp_min(LowestLogit).log_softmax(1).MoveToOuterDisposeScope();
    }
}
