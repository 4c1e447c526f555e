namespace MoECollab.TransformerEncoder.Networks;

/// <summary>The sizes of the network.</summary>
/// <param name="Ids">Rows of the embedding.</param>
/// <param name="Length">The longest input.</param>
/// <param name="Hidden">d.</param>
/// <param name="Layers">Number of layers.</param>
/// <param name="Heads">Heads of a layer.</param>
internal sealed record TransformerShape(int Ids, int Length, int Hidden, int Layers, int Heads)
{
    /// <summary>Width of a layer's feed-forward block; four times d, as in Vaswani et al. 2017.</summary>
    public int Inner => 4 * Hidden;
}
