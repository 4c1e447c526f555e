using System.Globalization;

namespace MoECollab.Text.Learning;

/// <summary>One of the fits that a classifier is the sum of.</summary>
/// <param name="Ratio">How far n-grams are scaled by their log-count ratios: 0 not at all, 1 wholly.</param>
/// <param name="Strength">The strength C of the loss against the regulariser, above 0.</param>
/// <param name="Share">By what its logits are multiplied in the sum.</param>
public sealed record NGramMember(float Ratio, float Strength, float Share)
{
    /// <summary>How far small classes weigh as much as large ones (<see cref="NGramLearning.Balance"/>), 0 to 1; written behind the strength as <c>^0.5</c>. Null for that of the learning.</summary>
    public float? Balance { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Ratio:R}@{Strength:R}{(Balance is { } balance ? string.Create(CultureInfo.InvariantCulture, $"^{balance:R}") : "")}*{Share:R}");

    /// <summary>Reads a member back from its text.</summary>
    /// <param name="text">What <see cref="ToString"/> gave.</param>
    /// <param name="number">Reads a number that is finite and not below 0.</param>
    /// <exception cref="FormatException">The balance is above 1, or something is no number.</exception>
    internal static NGramMember Parse(string text, Func<string, float> number)
    {
        var (at, power, times) = (text.IndexOf('@', StringComparison.Ordinal), text.IndexOf('^', StringComparison.Ordinal), text.IndexOf('*', StringComparison.Ordinal));
        var strength = power < 0 ? text[(at + 1)..times] : text[(at + 1)..power];
        float? balance = power < 0 ? null : number(text[(power + 1)..times]);
        return balance > 1
            ? throw new FormatException($"The balance of '{text}' is above 1; expected 0 to 1.")
            : new NGramMember(number(text[..at]), number(strength), number(text[(times + 1)..])) { Balance = balance };
    }
}
