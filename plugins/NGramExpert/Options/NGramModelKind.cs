namespace MoECollab.NGramExpert.Options;

/// <summary>Which model an n-gram expert is.</summary>
internal enum NGramModelKind
{
    /// <summary>Linear, or the ensemble where that is better on held-out examples.</summary>
    Best,

    /// <summary>Linear over tf-idf weighted n-grams.</summary>
    Linear,

    /// <summary>Averaged n-gram embeddings and a linear head.</summary>
    Embedding,

    /// <summary>The mean of both.</summary>
    Ensemble,
}
