namespace MoECollab.NGramExpert.Options;

/// <summary>Which n-grams the embeddings beside a linear classifier are of.</summary>
internal enum EmbeddingReading
{
    /// <summary>Words, pairs of words, and those of the first tokens once more.</summary>
    Words,

    /// <summary>Those, and 3 to 5 characters of words.</summary>
    Characters,
}
