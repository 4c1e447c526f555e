namespace MoECollab.Gating.Numerics.Panels;

/// <summary>A built-in kind that answers rows of hidden vectors in host memory, which it reads where they are. Nobody outside the built-in kinds implements it; the mixture finds it by itself.</summary>
internal interface IRowLogits
{
    /// <summary>Logits of some rows; allocates nothing once its buffers are there. Calls may overlap.</summary>
    /// <param name="hidden">The hidden vectors [d].</param>
    /// <param name="count">How many rows.</param>
    /// <param name="logits">Receives [count, C], divided by the temperature.</param>
    void Logits(RowPlaces hidden, int count, Span<float> logits);
}
