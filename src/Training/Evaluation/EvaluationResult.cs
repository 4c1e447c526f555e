namespace MoECollab.Training.Evaluation;

/// <summary>Figures over all rows and per domain.</summary>
/// <param name="Overall">All rows together.</param>
/// <param name="Domains">Each domain, ordinally sorted.</param>
public sealed record EvaluationResult(DomainResult Overall, IReadOnlyList<DomainResult> Domains)
{
    /// <summary>Computes the figures.</summary>
    /// <param name="outcomes">One per row.</param>
    /// <param name="scope">Whether a label counts as right only with its domain.</param>
    /// <returns>The figures; zeros without rows.</returns>
    public static EvaluationResult Of(IReadOnlyList<Outcome> outcomes, LabelScope scope = LabelScope.WithDomain)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        return new EvaluationResult(
            Figures(null, outcomes, scope),
            [
                .. outcomes.GroupBy(outcome => outcome.Domain, StringComparer.Ordinal)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => Figures(group.Key, [.. group], scope)),
            ]);
    }

    private static DomainResult Figures(string? domain, IReadOnlyList<Outcome> rows, LabelScope scope)
    {
        var right = rows.Count(row => row.IsRight(scope));
        var routed = rows.Any(row => row.RoutedTo is not null);
        var answered = rows.Where(row => row.PredictedLabel is not null).ToList();
        return new DomainResult(
            domain,
            rows.Count,
            rows.Count == 0 ? 0 : (double)right / rows.Count,
            MacroF1(domain, rows, scope),
            routed ? (double)rows.Count(row => row.RoutedTo == row.Domain) / rows.Count : null,
            Evaluation.CalibrationError.Of(
                [.. answered.Select(row => row.Probability)], [.. answered.Select(row => row.IsRight(scope))]));
    }

    private static double MacroF1(string? domain, IReadOnlyList<Outcome> rows, LabelScope scope)
    {
        var classes = new Dictionary<(string?, string), int>();
        int Index(string? owner, string label)
        {
            var key = (scope == LabelScope.Merged ? null : owner, label);
            if (classes.TryGetValue(key, out var index)) return index;
            classes.Add(key, classes.Count);
            return classes.Count - 1;
        }

        // A label of another domain is no class of this one: it is a wrong answer, not one more class with F1 = 0.
        bool IsForeign(Outcome row) => domain is not null && scope == LabelScope.WithDomain && row.PredictedDomain != domain;
        int[] actual = [.. rows.Select(row => Index(row.Domain, row.Label))];
        int[] predicted =
        [
            .. rows.Select(row => row.PredictedLabel is null || IsForeign(row)
                ? ConfusionMatrix.None
                : Index(row.PredictedDomain, row.PredictedLabel)),
        ];
        return new ConfusionMatrix(actual, predicted, classes.Count).MacroF1;
    }
}
