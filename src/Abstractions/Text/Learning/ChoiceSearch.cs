namespace MoECollab.Text.Learning;

/// <summary>
/// Chooses by held-out examples: for each log-count ratio the best strength, then the vocabulary, the weighting and the leading tokens, then whether small
/// classes are to weigh more, then whether one fit or the mean of several is better. Fits over the same vectors add up to one matrix, so a mean costs nothing when it answers.
/// </summary>
internal sealed class ChoiceSearch
{
    private readonly MarginTrials _trials;
    private readonly IReadOnlyList<HeldOutPart> _parts;
    private readonly NGramLearning _learning;
    private readonly int[] _expected;

    public ChoiceSearch(MarginTrials trials, IReadOnlyList<HeldOutPart> parts, NGramLearning learning)
    {
        _trials = trials;
        _parts = parts;
        _learning = learning;
        _expected = [.. parts.SelectMany(part => trials.ClassesOf(part.Unseen))];
    }

    /// <summary>What is best, and what it says of the held-out examples.</summary>
    public (NGramChoice Choice, HeldOutAnswers HeldOut) Run()
    {
        var all = NGramFeatures.Of(_learning);
        var features = all[0];
        var prepared = Prepare(features);
        var ofRatios = SeveralAtOnce.Each(_learning.Ratios, _learning.Threads, ratio => Climb(prepared, ratio));
        var best = Best(ofRatios);
        foreach (var other in all.Skip(1))
        {
            var otherwise = Prepare(other);
            var tried = Try(otherwise, best.Members[0]);
            if (tried.Score <= best.Score)
                continue;
            (best, prepared, features) = (tried, otherwise, other);
        }

        if (features != all[0])
            ofRatios = SeveralAtOnce.Each(ofRatios, _learning.Threads, one => one.Members[0] == best.Members[0] ? best : Try(prepared, one.Members[0]));
        HeldOutLogits[] fits = [.. ofRatios, .. Balanced(prepared, ofRatios)];
        best = Best([.. fits, .. Means(fits)]);
        var choice = new NGramChoice(features.Weighting, best.Members, best.Factor) { OwnVocabulary = features.OwnVocabulary, LeadTokens = features.LeadTokens };
        return (choice, new HeldOutAnswers([.. _parts.Select(part => (part.Fitted, part.Unseen))], best.Probabilities(_trials.ClassCount)));
    }

    /// <summary>From the middle strength to weaker or stronger ones, as long as that is better.</summary>
    private HeldOutLogits Climb(List<HeldOutTexts> prepared, float ratio)
    {
        var strengths = _learning.Strengths;
        HeldOutLogits At(int index) => Try(prepared, new NGramMember(ratio, strengths[index], 1f));
        var at = strengths.Count / 2;
        var best = At(at);
        foreach (var step in (int[])[-1, 1])
        {
            var moved = false;
            for (var next = at + step; next >= 0 && next < strengths.Count; next += step)
            {
                var tried = At(next);
                if (tried.Score <= best.Score)
                    break;
                (best, moved) = (tried, true);
            }

            if (moved)
                break;
        }

        return best;
    }

    private HeldOutLogits[] Balanced(List<HeldOutTexts> prepared, HeldOutLogits[] ofRatios) => _trials.IsEven(_parts[0].Fitted)
        ? []
        : SeveralAtOnce.Each([.. _learning.OtherBalances.SelectMany(balance => ofRatios.Select(one => one.Members[0] with { Balance = balance }))], _learning.Threads, member => Try(prepared, member));

    /// <summary>The means of two fits or three.</summary>
    private IEnumerable<HeldOutLogits> Means(HeldOutLogits[] fits)
    {
        for (var last = 1; last < fits.Length; last++)
        {
            for (var middle = 0; middle < last; middle++)
            {
                yield return HeldOutLogits.Mean([fits[middle], fits[last]], _expected, _trials.ClassCount);
                for (var first = 0; first < middle; first++)
                    yield return HeldOutLogits.Mean([fits[first], fits[middle], fits[last]], _expected, _trials.ClassCount);
            }
        }
    }

    private HeldOutLogits Try(List<HeldOutTexts> prepared, NGramMember member)
    {
        var logits = new List<float>(_expected.Length * _trials.ClassCount);
        foreach (var part in prepared)
        {
            var ascent = _trials.Try(part.Problem, member);
            logits.AddRange(MarginLogits.Of(part.Unseen, ascent.Weights, ascent.Bias, _trials.ClassCount));
        }

        return HeldOutLogits.Of([member], [.. logits], _expected, _trials.ClassCount);
    }

    private List<HeldOutTexts> Prepare(NGramFeatures features) => [.. _parts.Select(part =>
    {
        var (vocabulary, problem) = _trials.Prepare(part.Fitted, features);
        return new HeldOutTexts(problem, _trials.Vectors(part.Unseen, vocabulary));
    })];

    /// <summary>The first of the best.</summary>
    private static HeldOutLogits Best(IReadOnlyList<HeldOutLogits> all) => all.Aggregate((best, next) => next.Score > best.Score ? next : best);

    /// <summary>One split as vectors.</summary>
    private sealed record HeldOutTexts(MarginProblem Problem, SparseRows Unseen);
}
