using static TorchSharp.torch;

namespace MoECollab.Training.Losses;

/// <summary>What a sparse gate's training sees of the experts.</summary>
internal static class RoutingBatch
{
    /// <summary>
    /// What an expert that does not run is taken to give the right label. It is above what one that runs and does not know the label gives
    /// (0), so that a wrong choice moves the gate's mass away from itself, and below any useful answer.
    /// </summary>
    public const float UnseenLikelihood = 1e-4f;

    /// <summary>
    /// The likelihoods with all but those of the k experts with the largest logits replaced. The gate's weights stay those of the whole
    /// softmax, as in Switch (Fedus et al. 2021): renormalised over one expert, they would be 1 and carry no gradient.
    /// </summary>
    /// <param name="likelihoods">p_i(y|x) [b, n]; borrowed.</param>
    /// <param name="logits">[b, n]; borrowed.</param>
    /// <param name="k">Experts kept; 0 or at least n keeps all.</param>
    /// <returns>[b, n] with the likelihoods' graph; owned by the caller.</returns>
    public static Tensor OfChosen(Tensor likelihoods, Tensor logits, int k)
    {
        using var scope = NewDisposeScope();
        if (k == 0 || k >= logits.shape[1]) return likelihoods.alias().MoveToOuterDisposeScope();
        var chosen = logits.detach().topk(k, 1).indexes;                                                    // [b, k]
        var kept = zeros_like(logits).detach().scatter(1, chosen, ones_like(chosen).to(ScalarType.Float32)); // [b, n]
        return likelihoods.masked_fill(kept == 0, UnseenLikelihood).MoveToOuterDisposeScope();
    }
}
