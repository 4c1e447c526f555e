using static TorchSharp.torch;

namespace MoECollab.TransformerEncoder.Contrasting;

/// <summary>Tells each text's two views from the views of the other texts: NT-Xent (Chen et al. 2020, equation 1), one direction.</summary>
internal static class ContrastiveLoss
{
    private const double Temperature = 0.1;

    /// <summary>Mean over texts of −log softmax(cosine / τ) at the text's own second view.</summary>
    /// <param name="first">[B, d], rows of length √d.</param>
    /// <param name="second">[B, d], rows of length √d.</param>
    /// <returns>A scalar in nats, with graph; owned by the caller.</returns>
    public static Tensor Of(Tensor first, Tensor second)
    {
        using var scope = NewDisposeScope();
        var cosines = first.mm(second.t()) / first.shape[1];                           // [B, B]
        var own = arange(first.shape[0], dtype: ScalarType.Int64, device: first.device);   // [B]
        return nn.functional.cross_entropy(cosines / Temperature, own).MoveToOuterDisposeScope();
    }
}
