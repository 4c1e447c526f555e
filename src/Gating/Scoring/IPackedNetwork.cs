namespace MoECollab.Gating.Scoring;

/// <summary>A gate network's weights in host memory, for one input at a time; never changes.</summary>
internal interface IPackedNetwork
{
    /// <summary>Logits [M] of one hidden vector [d], without noise.</summary>
    void Logits(ReadOnlySpan<float> hidden, Span<float> logits);
}
