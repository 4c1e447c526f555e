using static TorchSharp.torch;

namespace MoECollab.Training.Losses;

/// <summary>From a batch's logits to those that a sparse gate would use.</summary>
internal static class RoutingBatch
{
    /// <summary>The logits with all but the k largest of each row at −∞, so that a softmax renormalises over the experts that would run.</summary>
    /// <param name="logits">[b, n]; borrowed.</param>
    /// <param name="k">Experts kept; 0 or at least n keeps all.</param>
    /// <returns>[b, n] with graph; owned by the caller.</returns>
    public static Tensor Sparse(Tensor logits, int k)
    {
        using var scope = NewDisposeScope();
        if (k == 0 || k >= logits.shape[1]) return logits.alias().MoveToOuterDisposeScope();
        var chosen = logits.detach().topk(k, 1).indexes;                                            // [b, k]
        var kept = zeros_like(logits).detach().scatter(1, chosen, ones_like(chosen).to(ScalarType.Float32)); // [b, n]
        return logits.masked_fill(kept == 0, float.NegativeInfinity).MoveToOuterDisposeScope();
    }
}
