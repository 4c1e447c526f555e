using static TorchSharp.torch;

namespace MoECollab.Training.Losses;

/// <summary>From a batch's logits to what the losses see: the k largest experts, the others masked.</summary>
internal static class RoutingBatch
{
    /// <summary>1 for the k experts with the largest logits of each row, 0 for the others.</summary>
    /// <param name="logits">[b, n]; borrowed.</param>
    /// <param name="k">Experts kept; 0 for all.</param>
    /// <returns>[b, n] without graph; owned by the caller.</returns>
    public static Tensor Selected(Tensor logits, int k)
    {
        using var scope = NewDisposeScope();
        if (k == 0 || k >= logits.shape[1]) return ones_like(logits).MoveToOuterDisposeScope();
        var chosen = logits.detach().topk(k, 1).indexes;                                    // [b, k]
        return zeros_like(logits).scatter(1, chosen, ones_like(logits)).MoveToOuterDisposeScope();
    }

    /// <summary>The logits with the experts that were not selected at −∞.</summary>
    /// <param name="logits">[b, n]; borrowed.</param>
    /// <param name="selected">[b, n], 0 or 1; borrowed.</param>
    /// <returns>[b, n] with graph; owned by the caller.</returns>
    public static Tensor Masked(Tensor logits, Tensor selected)
    {
        using var scope = NewDisposeScope();
        return logits.masked_fill(selected == 0, float.NegativeInfinity).MoveToOuterDisposeScope();
    }
}
