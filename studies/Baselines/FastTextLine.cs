using System.Text;

namespace MoECollab.Studies.Baselines;

/// <summary>A text as fastText's own tutorial prepares it: one line, lower case, punctuation apart from words.</summary>
internal static class FastTextLine
{
    private const string LabelPrefix = "__label__";

    public static string Of(string text)
    {
        var line = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value == '_') line.Append(Rune.ToLowerInvariant(rune));
            else if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune)) line.Append(' ');
            else line.Append(' ').Append(rune).Append(' ');
        }

        return line.ToString();
    }

    /// <summary>A training line; labels are numbered, since fastText splits them at spaces.</summary>
    public static string Of(int label, string text) => $"{LabelPrefix}{label} {Of(text)}";

    /// <summary>The number of a label that fastText answered.</summary>
    public static int LabelOf(string answer) => int.Parse(answer.AsSpan(LabelPrefix.Length), System.Globalization.CultureInfo.InvariantCulture);
}
