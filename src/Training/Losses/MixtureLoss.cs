using static TorchSharp.torch;

namespace MoECollab.Training.Losses;

/// <summary>The mixture's own loss: probabilities are mixed, never logits of different label spaces.</summary>
internal static class MixtureLoss
{
    /// <summary>−mean_b log Σ_i g_i(x_b)·p_i(y_b|x_b), with g = softmax(logits) (Jacobs et al. 1991, for classes).</summary>
    /// <param name="logits">The gate's logits [b, n]; −∞ leaves an expert out. Borrowed.</param>
    /// <param name="logLikelihoods">log p_i(y_b|x_b) [b, n], finite. Borrowed.</param>
    /// <returns>A scalar in nats, with graph; owned by the caller.</returns>
    public static Tensor Compute(Tensor logits, Tensor logLikelihoods)
    {
        using var scope = NewDisposeScope();
        // Summed in the log domain: a product of two small probabilities would vanish in float32.
        var joint = logits.log_softmax(1) + logLikelihoods;                                 // [b, n]
        return (-joint.logsumexp(1).mean()).MoveToOuterDisposeScope();
    }
}
