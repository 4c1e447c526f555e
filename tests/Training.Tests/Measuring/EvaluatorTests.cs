using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Encoders;
using MoECollab.Gating.Composing;
using MoECollab.Mixture;
using MoECollab.Mixture.Mixing;
using MoECollab.Training.Measuring;
using MoECollab.Training.Tests.Synthetic;
using static TorchSharp.torch;

namespace MoECollab.Training.Tests.Measuring;

public sealed class EvaluatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_uniform_mixture_uses_all_experts_alike()
    {
        var set = new EvaluationSet(LetterData.Write(_folder.Sub("data")));
        using var gate = Uniform();
        var mixture = new ExpertMixture(null, gate, Experts(), new MixtureOptions { Experts = 2 });

        var measured = new MixtureEvaluator(TimeProvider.System).Evaluate(mixture, set, parameters: 12, MixtureRequest.Plain, null);

        // Both experts give 0.9 to their first label, halved; ties go to the smaller one, animals/0: right for its 15 of 60 rows.
        Assert.Equal(60, measured.Figures.N);
        Assert.Equal(0.25, measured.Figures.Accuracy, 6);
        Assert.Equal(0.5, measured.Figures.RoutingAccuracy!.Value, 6);
        Assert.Equal(1, measured.Figures.Utilisation, 6);
        Assert.Equal(1, measured.Figures.ActiveShare, 6);
        Assert.Equal(Math.Log(2), measured.Figures.Entropy, 5);
        Assert.Equal(0.5, measured.Load["animals"], 5);
        Assert.True(measured.Figures.Microseconds > 0);
        Assert.Equal(["Animals", "Plants"], measured.Domains.Select(domain => domain.Domain));
    }

    [Fact]
    public void The_oracle_asks_the_expert_of_the_domain()
    {
        var set = new EvaluationSet(LetterData.Write(_folder.Sub("data")));

        var (oracle, experts) = new ExpertEvaluator(null, TimeProvider.System).Oracle(Experts(), set, new Dictionary<string, double>(), TestContext.Current.CancellationToken);

        // Each expert always answers its first label: right for one of the two.
        Assert.Equal(0.5, oracle.Figures.Accuracy, 6);
        Assert.Equal(60, oracle.Outcomes.Count);
        Assert.Equal(["Animals", "Plants"], experts.Select(expert => expert.Domain));
        Assert.All(experts, expert => Assert.Equal(30, expert.N));
    }

    [Fact]
    public void An_expert_of_another_id_is_measured_on_the_domain_that_it_declares()
    {
        var set = new EvaluationSet(LetterData.Write(_folder.Sub("data")));
        var own = OracleExpert.Of("Animals");
        var named = new MixtureExpert(own.Descriptor with { Id = "zoo", Domains = ["animals"] }, own.Expert);
        using var gate = Uniform();

        var (oracle, experts) = new ExpertEvaluator(null, TimeProvider.System).Oracle([named], set, new Dictionary<string, double>(), TestContext.Current.CancellationToken);
        var mixture = new MixtureEvaluator(TimeProvider.System).Evaluate(new ExpertMixture(null, gate, [named], new MixtureOptions()), set, 0, MixtureRequest.Plain, null);

        // 30 of 60 rows are of the domain; the expert is right for half of them.
        Assert.Equal("Animals", Assert.Single(experts).Domain);
        Assert.Equal(0.25, oracle.Figures.Accuracy, 6);
        Assert.Equal(0.5, mixture.Figures.RoutingAccuracy!.Value, 6);
    }

    [Fact]
    public void Two_experts_of_one_domain_are_both_measured_and_the_oracle_asks_one()
    {
        var set = new EvaluationSet(LetterData.Write(_folder.Sub("data")));
        MixtureExpert Of(string id) => new(OracleExpert.Of("Animals").Descriptor with { Id = id, Domains = ["Animals"] }, new OracleExpert("Animals"));

        var (oracle, experts) = new ExpertEvaluator(null, TimeProvider.System).Oracle([Of("b"), Of("a")], set, new Dictionary<string, double>(), TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b"], experts.Select(expert => expert.Id));
        Assert.All(experts, expert => Assert.Equal(30, expert.N));
        Assert.Equal(0.25, oracle.Figures.Accuracy, 6);
    }

    [Fact]
    public void An_expert_that_answers_NaN_counts_as_no_answer()
    {
        var set = new EvaluationSet(LetterData.Write(_folder.Sub("data")));

        var measured = new ExpertEvaluator(null, TimeProvider.System).Monolith("broken", new NotANumberExpert(), set, TestContext.Current.CancellationToken);

        Assert.Equal(0, measured.Figures.Accuracy);
        Assert.All(measured.Outcomes, outcome => Assert.Null(outcome.PredictedLabel));
    }

    [Fact]
    public void A_monolith_is_right_only_with_label_and_domain()
    {
        var set = new EvaluationSet(LetterData.Write(_folder.Sub("data")));

        var measured = new ExpertEvaluator(null, TimeProvider.System).Monolith("one", new OracleExpert("Plants"), set, TestContext.Current.CancellationToken);

        Assert.Equal(0.25, measured.Figures.Accuracy, 6);
        Assert.Equal(15, measured.Right.Count(right => right));
    }

    public void Dispose() => _folder.Dispose();

    private static IReadOnlyList<MixtureExpert> Experts() => [.. ((string[])["Animals", "Plants"]).Select(domain =>
    {
        var expert = OracleExpert.Of(domain);
        return new MixtureExpert(expert.Descriptor with { Id = domain.ToLowerInvariant() }, expert.Expert);
    })];

    private static ComposedGate Uniform() => new GateBuilder(GatingRegistry.BuiltIn, NullLogger.Instance).Build(
        new GateFile { Id = "uniform", Version = "1.0.0", Scorer = new GateComponent("uniform"), Selector = new GateComponent("top-k") },
        NoFiles.Instance,
        new GateSurroundings(new EncoderDescription("none", "0.0.0", "", 1), CPU, new GateOptions()));
}
