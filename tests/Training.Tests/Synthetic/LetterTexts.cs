using MoECollab.Inputs;
using MoECollab.Training.Fitting;

namespace MoECollab.Training.Tests.Synthetic;

/// <summary>Texts of random letters in which each label prefers letters of its own.</summary>
internal static class LetterTexts
{
    private const int Length = 40;

    /// <summary>Examples of some labels of one domain.</summary>
    /// <param name="domain">The domain, and the prefix of its labels.</param>
    /// <param name="preferred">For each label, the letters it prefers.</param>
    /// <param name="perLabel">Examples of each label.</param>
    /// <param name="seed">Source of the texts.</param>
    public static IReadOnlyList<LabelledInput> Make(string domain, IReadOnlyList<string> preferred, int perLabel, long seed)
    {
        var examples = new List<LabelledInput>();
        for (var label = 0; label < preferred.Count; label++)
        {
            for (var i = 0; i < perLabel; i++)
            {
                var stream = new SeededStream(seed, label, i);
                var text = new char[Length];
                for (var c = 0; c < Length; c++)
                    text[c] = stream.Fraction() < 0.35 ? preferred[label][stream.Below(preferred[label].Length)] : (char)('a' + stream.Below(26));
                examples.Add(new LabelledInput(new RawInput(new string(text)), $"{domain}/{label}", domain));
            }
        }

        return examples;
    }
}
