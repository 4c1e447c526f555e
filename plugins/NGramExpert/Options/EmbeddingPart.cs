using System.Globalization;

namespace MoECollab.NGramExpert.Options;

/// <summary>Embeddings beside a linear classifier: which n-grams they are of, and how much they weigh. Written as, for example, <c>words@0.15*1.2</c>.</summary>
/// <param name="Reading">Which n-grams.</param>
/// <param name="Share">How much of the mean is theirs, above 0 and below 1.</param>
/// <param name="Factor">By what their logits are multiplied, so that they are calibrated.</param>
internal sealed record EmbeddingPart(EmbeddingReading Reading, float Share, float Factor)
{
    /// <summary>What is taken where there is nothing to choose by.</summary>
    public static EmbeddingPart Usual { get; } = new(EmbeddingReading.Words, 0.15f, 1f);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Reading == EmbeddingReading.Words ? "words" : "characters")}@{Share:R}*{Factor:R}");

    /// <summary>Reads it back; null for what it is not.</summary>
    public static EmbeddingPart? Parse(string text)
    {
        var (at, times) = (text.IndexOf('@', StringComparison.Ordinal), text.IndexOf('*', StringComparison.Ordinal));
        if (at < 0 || times < at || !Enum.TryParse<EmbeddingReading>(text[..at], ignoreCase: true, out var reading) || !Enum.IsDefined(reading))
            return null;
        return Number(text[(at + 1)..times]) is { } share && Number(text[(times + 1)..]) is { } factor && share < 1 ? new EmbeddingPart(reading, share, factor) : null;
    }

    private static float? Number(string text) => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && float.IsFinite(value) ? value : null;
}
