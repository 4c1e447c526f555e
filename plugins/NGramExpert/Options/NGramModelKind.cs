namespace MoECollab.NGramExpert.Options;

/// <summary>Which model an n-gram expert is.</summary>
internal enum NGramModelKind
{
    /// <summary>Linear over tf-idf weighted n-grams.</summary>
    Linear,

    /// <summary>Averaged n-gram embeddings and a linear head.</summary>
    Embedding,
}
