using MoECollab.Training.Evaluation;
using MoECollab.Training.Measuring;

namespace MoECollab.Studies.Comparing;

/// <summary>Numbers for the labels of the union, so that cells can keep answers as whole numbers.</summary>
internal sealed class Classes
{
    private readonly Dictionary<(string Domain, string Label), int> _numberOf = [];

    public Classes(EvaluationSet set)
    {
        foreach (var row in set.Rows) Number(row.Domain, row.Label);
    }

    /// <summary>How many there are so far: those of the test rows, and those that systems have named besides.</summary>
    public int Count => _numberOf.Count;

    public int[] Actual(EvaluationSet set) => [.. set.Rows.Select(row => Number(row.Domain, row.Label))];

    /// <summary>What a system named for each row; −1 for nothing.</summary>
    public int[] Of(IReadOnlyList<Outcome> outcomes) =>
        [.. outcomes.Select(outcome => outcome.PredictedLabel is null ? ConfusionMatrix.None : Number(outcome.PredictedDomain ?? "", outcome.PredictedLabel))];

    private int Number(string domain, string label)
    {
        if (_numberOf.TryGetValue((domain, label), out var number)) return number;
        _numberOf.Add((domain, label), _numberOf.Count);
        return _numberOf.Count - 1;
    }
}
