using System.Globalization;

namespace MoECollab.Text.Learning;

/// <summary>
/// What <see cref="NGramLearner"/> chose on examples that were not fitted: how the kinds of n-grams are put together, and the mean of which fits
/// over them is the classifier. Written as text, such as <c>1;0.5;1|0@0.25*1.2+0.5@0.125*0.9|2.5</c>, it makes the same choice again without choosing.
/// </summary>
/// <param name="Weighting">How the kinds of n-grams are put together.</param>
/// <param name="Members">The fits whose logits are added, at least one; they read the same vector, so their sum is one matrix.</param>
/// <param name="Factor">By what the sum is multiplied, so that its softmax is calibrated.</param>
public sealed record NGramChoice(NGramWeighting Weighting, IReadOnlyList<NGramMember> Members, float Factor)
{
    private const string Own = "own";
    private const string Lead = "lead";
    private const int WithoutFlags = 3;

    /// <summary>Whether the n-grams are those of the examples although there is a <see cref="NGramLearning.Background"/>; the text ends with <c>|own</c> then.</summary>
    public bool OwnVocabulary { get; init; }

    /// <summary>How many tokens of the beginning give their n-grams once more, where that is not what the learning says; the text ends with, for example, <c>|lead4</c> then. Null otherwise.</summary>
    public int? LeadTokens { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Weighting.Words:R};{Weighting.Lead:R};{Weighting.Characters:R}|{string.Join('+', Members)}|{Factor:R}{(OwnVocabulary ? $"|{Own}" : "")}{(LeadTokens is { } lead ? string.Create(CultureInfo.InvariantCulture, $"|{Lead}{lead}") : "")}");

    /// <summary>Reads a choice back from its text.</summary>
    /// <param name="text">What <see cref="ToString"/> gave.</param>
    /// <exception cref="FormatException">It is not of that form.</exception>
    public static NGramChoice Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            var parts = text.Split('|');
            float[] lengths = [.. parts[0].Split(';').Select(Number)];
            NGramMember[] members = [.. parts[1].Split('+').Select(member => NGramMember.Parse(member, Number))];
            if (lengths.Length != 3)
                throw Unreadable(text);
            var choice = new NGramChoice(new NGramWeighting(lengths[0], lengths[1], lengths[2]), members, Number(parts[2]));
            return parts.Skip(WithoutFlags).Aggregate(choice, (read, flag) => flag switch
            {
                Own => read with { OwnVocabulary = true },
                _ when flag.StartsWith(Lead, StringComparison.Ordinal) && int.TryParse(flag.AsSpan(Lead.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var lead) && lead <= NGramScheme.MostLeadTokens => read with { LeadTokens = lead },
                _ => throw Unreadable(text),
            });
        }
        catch (Exception fault) when (fault is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw Unreadable(text);
        }
    }

    /// <inheritdoc/>
    public bool Equals(NGramChoice? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    private static float Number(string text) => float.Parse(text, NumberStyles.Float & ~NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) is var value && float.IsFinite(value)
        ? value
        : throw Unreadable(text);

    private static FormatException Unreadable(string text) => new($"'{text}' is no choice of an n-gram learner; expected the form 1;0.5;1|0@0.25*1.2|2.5.");
}
