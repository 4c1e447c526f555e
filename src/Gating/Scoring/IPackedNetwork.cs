namespace MoECollab.Gating.Scoring;

/// <summary>A gate network's weights in host memory, packed once for calls with any number of inputs; never changes.</summary>
internal interface IPackedNetwork
{
    /// <summary>Logits [B, M] of hidden vectors [B, d], without noise.</summary>
    void Logits(ReadOnlySpan<float> hidden, Span<float> logits);
}
