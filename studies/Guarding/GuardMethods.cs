using MoECollab.Encoders;
using MoECollab.Text.Learning;
using MoECollab.Training.Data;

namespace MoECollab.Studies.Guarding;

/// <summary>The ways to tell a strange row, trained on one setting's rows.</summary>
internal sealed class GuardMethods : IDisposable
{
    /// <summary>The method that the host ships as its default guard, over intents.</summary>
    public const string MaxSoftmax = "max-softmax";

    private const string Strange = "none of these";
    private static readonly int[] Neighbours = [1, 5, 20];

    private readonly GuardData _data;
    private readonly ClassScores _intents;
    private readonly ClassScores _domains;
    private readonly ClassScores _withStrange;
    private readonly HiddenScores _hidden;

    public GuardMethods(GuardData data, IEncoder encoder, long seed, CancellationToken cancellation)
    {
        _data = data;
        var learning = new NGramLearning { Seed = seed };
        _intents = ClassScores.Train(data.Train, data.Dev, row => row.Label, learning, cancellation);
        _domains = ClassScores.Train(data.Train, data.Dev, row => row.Domain!, learning, cancellation);
        _withStrange = ClassScores.Train(
            [.. data.Train, .. data.StrangeTrain], [.. data.Dev, .. data.StrangeDev], row => row.Domain == data.StrangeTrain[0].Domain ? Strange : row.Label, learning, cancellation);
        _hidden = new HiddenScores(encoder, data.Train);
    }

    /// <summary>Whether a method has learnt from strange rows: those of dev are then of a kind that it knows.</summary>
    public static bool KnowsStrange(string method) => method.Contains(Strange, StringComparison.Ordinal);

    /// <summary>The scores of every method by name.</summary>
    public IReadOnlyDictionary<string, GuardScores> Scores()
    {
        var scores = new Dictionary<string, GuardScores>
        {
            [MaxSoftmax] = Of(_intents.MaxSoftmax),
            ["max-softmax of domains"] = Of(_domains.MaxSoftmax),
            ["energy"] = Of(_intents.Energy),
            ["max-logit"] = Of(_intents.MaxLogit),
            ["Mahalanobis"] = Of(_hidden.Mahalanobis),
            ["nearest neighbour"] = Neighbours.Select(k => Of(rows => _hidden.Neighbour(rows, k))).MaxBy(its => Harmonic.AreaUnderCurve(its.Dev, its.StrangeDev))!,
            [Strange] = Of(rows => _withStrange.Without(Strange, rows)),
        };
        scores["domains + intents"] = Sum(scores["max-softmax of domains"], scores["max-logit"]);
        scores["domains + intents + none of these"] = Sum(scores["domains + intents"], scores[Strange]);
        scores["domains + intents + neighbour"] = Sum(scores["domains + intents"], scores["nearest neighbour"]);
        return scores;
    }

    /// <summary>Whether each row's domain is that of the intent classifier's answer.</summary>
    public bool[] IsRight(IReadOnlyList<Example> rows)
    {
        var domainOf = _data.Train.DistinctBy(row => row.Label).ToDictionary(row => row.Label, row => row.Domain, StringComparer.Ordinal);
        return [.. _intents.Labels(rows).Zip(rows, (label, row) => domainOf[label] == row.Domain)];
    }

    /// <summary>Whether each row's intent is the intent classifier's answer.</summary>
    public bool[] IsIntentRight(IReadOnlyList<Example> rows) => [.. _intents.Labels(rows).Zip(rows, (label, row) => label == row.Label)];

    public void Dispose() => _hidden.Dispose();

    private GuardScores Of(Func<IReadOnlyList<Example>, double[]> score) => GuardScores.Of(_data, score);

    // Each brought to mean 0 and deviation 1 on the known rows of dev.
    private static GuardScores Sum(GuardScores first, GuardScores second)
    {
        var (one, other) = (Standard(first.Dev), Standard(second.Dev));
        double[] Added(double[] left, double[] right) => [.. left.Zip(right, (a, b) => one(a) + other(b))];
        return new GuardScores(
            Added(first.Dev, second.Dev), Added(first.StrangeDev, second.StrangeDev), Added(first.Test, second.Test), [.. first.StrangeTest.Zip(second.StrangeTest, Added)]);
    }

    private static Func<double, double> Standard(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return value => (value - mean) / Math.Max(deviation, 1e-12);
    }
}
