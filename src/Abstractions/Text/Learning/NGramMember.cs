using System.Globalization;

namespace MoECollab.Text.Learning;

/// <summary>One of the fits that a classifier is the sum of.</summary>
/// <param name="Ratio">How far n-grams are scaled by their log-count ratios: 0 not at all, 1 wholly.</param>
/// <param name="Strength">The strength C of the loss against the regulariser, above 0.</param>
/// <param name="Share">By what its logits are multiplied in the sum.</param>
public sealed record NGramMember(float Ratio, float Strength, float Share)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ratio:R}@{Strength:R}*{Share:R}");
}
