namespace MoECollab.Text.Learning;

/// <summary>Texts, counted once for each number of leading tokens that is asked for.</summary>
internal sealed class CountedReadings(LabelledText[] examples, NGramScheme scheme, LearningProgress progress, CancellationToken cancellation)
{
    private readonly Dictionary<int, CountedTexts> _read = [];

    /// <summary>The texts under the scheme with so many leading tokens.</summary>
    public CountedTexts With(int leadTokens)
    {
        if (_read.TryGetValue(leadTokens, out var known))
            return known;
        var texts = new CountedTexts(scheme with { LeadTokens = leadTokens });
        progress.Begin("reading texts", examples.Length);
        foreach (var example in examples)
        {
            cancellation.ThrowIfCancellationRequested();
            texts.Add(example.Text);
            progress.Report(texts.Count);
        }

        return _read[leadTokens] = texts;
    }
}
