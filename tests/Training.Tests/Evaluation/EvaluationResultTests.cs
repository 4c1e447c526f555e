using MoECollab.Training.Evaluation;

namespace MoECollab.Training.Tests.Evaluation;

public class EvaluationResultTests
{
    private static readonly Outcome[] Outcomes =
    [
        Said("books", "good", "books", "good", 0.9),
        Said("books", "bad", "books", "good", 0.6),
        Said("books", "bad", "films", "bad", 0.7),
        Said("films", "bad", "films", "bad", 0.8),
        new Outcome("films", "good"),
    ];

    [Fact]
    public void Label_is_right_only_with_its_domain()
    {
        var result = EvaluationResult.Of(Outcomes);

        // F1: books/good 2·1/(1+2), books/bad 0, films/bad 2·1/(1+2), films/good 0
        Assert.Equal((5, 0.4), (result.Overall.Rows, result.Overall.Accuracy));
        Assert.Equal((2.0 / 3 * 2) / 4, result.Overall.MacroF1, 12);
        Assert.Equal(3.0 / 5, result.Overall.RoutingAccuracy!.Value, 12);
    }

    [Fact]
    public void Label_alone_decides_where_labels_are_merged()
    {
        var result = EvaluationResult.Of(Outcomes, LabelScope.Merged);

        // good 2·1/(2+2) = 1/2, bad 2·2/(3+2) = 4/5
        Assert.Equal(0.6, result.Overall.Accuracy, 12);
        Assert.Equal((0.5 + 0.8) / 2, result.Overall.MacroF1, 12);
    }

    [Fact]
    public void Domain_is_scored_over_its_own_labels()
    {
        var books = EvaluationResult.Of(Outcomes).Domains[0];

        // good 2·1/(1+2), bad 0; films/bad is a wrong answer, no third class
        Assert.Equal(("books", 3, 1.0 / 3), (books.Domain, books.Rows, books.Accuracy));
        Assert.Equal(2.0 / 3 / 2, books.MacroF1, 12);
        Assert.Equal(2.0 / 3, books.RoutingAccuracy!.Value, 12);
    }

    [Fact]
    public void Calibration_leaves_out_what_was_not_answered()
    {
        var films = EvaluationResult.Of(Outcomes).Domains[1];

        Assert.Equal(0.2, films.CalibrationError, 12);
    }

    [Fact]
    public void System_without_a_gate_has_no_routing_accuracy()
    {
        var result = EvaluationResult.Of([new Outcome("a", "x") { PredictedDomain = "a", PredictedLabel = "x", Probability = 1 }]);

        Assert.Null(result.Overall.RoutingAccuracy);
    }

    private static Outcome Said(string domain, string label, string saidDomain, string saidLabel, double probability) =>
        new(domain, label)
        {
            PredictedDomain = saidDomain,
            PredictedLabel = saidLabel,
            RoutedTo = saidDomain,
            Probability = probability,
        };
}
