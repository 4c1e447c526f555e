using MoECollab.Training.Evaluation;
using MoECollab.Training.Reports;

namespace MoECollab.Cli.Evaluating;

/// <summary>Differences of a mixture to other systems on the same rows, with paired bootstrap intervals.</summary>
internal static class Comparisons
{
    /// <summary>Accuracy and macro-F1 against one system.</summary>
    public static IEnumerable<Comparison> Against(string name, IReadOnlyList<Outcome> mixture, IReadOnlyList<Outcome> other, int seed, LabelScope scope = LabelScope.WithDomain)
    {
        yield return Comparison.From(name, "accuracy", PairedBootstrap.Accuracy(Right(mixture, scope), Right(other, scope), seed));
        var classes = new Dictionary<(string?, string?), int>();
        int[] actual = [.. mixture.Select(outcome => Number((outcome.Domain, outcome.Label)))];
        int[] first = [.. mixture.Select(Predicted)], second = [.. other.Select(Predicted)];
        yield return Comparison.From(name, "macroF1", PairedBootstrap.MacroF1(actual, first, second, classes.Count, seed));

        int Predicted(Outcome outcome) => outcome.PredictedLabel is null ? ConfusionMatrix.None : Number((outcome.PredictedDomain, outcome.PredictedLabel));

        int Number((string?, string?) label)
        {
            if (scope == LabelScope.Merged) label = (null, label.Item2);
            if (!classes.TryGetValue(label, out var number))
                classes[label] = number = classes.Count;
            return number;
        }
    }

    private static bool[] Right(IReadOnlyList<Outcome> outcomes, LabelScope scope) => [.. outcomes.Select(outcome => outcome.IsRight(scope))];
}
