namespace TorchSharp.Modules;

/// <summary>Sizes of a multi-head attention.</summary>
/// <param name="Embedding">Of the result and of a query.</param>
/// <param name="Heads">Number of heads.</param>
/// <param name="Key">Size of a key.</param>
/// <param name="Value">Size of a value.</param>
internal sealed record AttentionSizes(long Embedding, long Heads, long Key, long Value)
{
    /// <summary>Size of one head's part of the embedding.</summary>
    public long Head => Embedding / Heads;

    /// <summary>Whether queries, keys and values share one matrix.</summary>
    public bool OneProjection => Key == Embedding && Value == Embedding;

    /// <exception cref="ArgumentException">The embedding cannot be cut into that many heads.</exception>
    public static AttentionSizes Of(long embedding, long heads, long? key = null, long? value = null)
    {
        if (heads <= 0 || embedding % heads != 0)
            throw new ArgumentException($"embed_dim must be divisible by num_heads, got {embedding} and {heads}.");
        return new AttentionSizes(embedding, heads, key ?? embedding, value ?? embedding);
    }
}
