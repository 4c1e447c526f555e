namespace MoECollab.Text.Learning;

/// <summary>Refuses what cannot be learned from.</summary>
internal static class LearningChecks
{
    public static void Check(IReadOnlyList<LabelledText> examples, IReadOnlyList<LabelledText> validation, int classes, NGramLearning learning)
    {
        if (examples.Count == 0)
            throw new ArgumentException("There is no example to learn from.", nameof(examples));
        foreach (var example in examples.Concat(validation))
        {
            if (example.Class < 0 || example.Class >= classes)
                throw new ArgumentException($"An example has class {example.Class}; expected 0 to {classes - 1}.", nameof(examples));
        }

        if (learning.Strengths.Count == 0 || learning.Strengths.Any(strength => !(strength > 0) || !float.IsFinite(strength)))
            throw new ArgumentException("Strengths must hold at least one finite number above 0.", nameof(learning));
        if (learning.Ratios.Count == 0 || learning.Ratios.Any(ratio => !(ratio is >= 0 and <= 1)))
            throw new ArgumentException("Ratios must hold at least one number, each from 0 to 1.", nameof(learning));
        if (learning.OtherBalances.Append(learning.Balance).Any(balance => !(balance is >= 0 and <= 1)))
            throw new ArgumentException("Balance and OtherBalances must hold numbers from 0 to 1.", nameof(learning));
        if (learning.OtherLeads.Any(lead => lead is < 0 or > NGramScheme.MostLeadTokens))
            throw new ArgumentException($"OtherLeads must hold numbers from 0 to {NGramScheme.MostLeadTokens}.", nameof(learning));
        if (learning is { Background: not null, Choice: { LeadTokens: { } lead, OwnVocabulary: false } } && lead != learning.Background.Scheme.LeadTokens)
            throw new ArgumentException($"The choice reads n-grams of the first {lead} tokens and the background those of the first {learning.Background.Scheme.LeadTokens}; give one of them.", nameof(learning));
        if (learning.Threads < 1)
            throw new ArgumentException($"Threads is {learning.Threads}; expected at least 1.", nameof(learning));
        if (learning.Epochs < 1 || learning.TrialEpochs < 1)
            throw new ArgumentException($"Epochs is {learning.Epochs} and TrialEpochs {learning.TrialEpochs}; expected at least 1.", nameof(learning));
        if (learning.Scheme.Buckets > 1 << 26)
            throw new ArgumentException($"The scheme has {learning.Scheme.Buckets} buckets; learning counts in all of them and takes at most 2^26.", nameof(learning));
    }
}
