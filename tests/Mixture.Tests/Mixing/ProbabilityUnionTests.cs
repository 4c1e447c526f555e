using MoECollab.Gating;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;

namespace MoECollab.Mixture.Tests.Mixing;

public class ProbabilityUnionTests
{
    // a knows {x, y}, b knows {y, z}; weights .75 and .25:
    // p(x) = .75·.6 = .45; p(y) = .75·.4 + .25·.8 = .5; p(z) = .25·.2 = .05. Over padded logits x would win.
    private static ExpertMixture TwoExperts(double temperature = 1) => new(
        null,
        new FixedGate(_ => FixedGate.To(("a", 0.75f), ("b", 0.25f))),
        [Make.Expert("a", new TableExpert(["x", "y"], _ => [0.6f, 0.4f])), Make.Expert("b", new TableExpert(["y", "z"], _ => [0.8f, 0.2f]))],
        new MixtureOptions { Temperature = temperature });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Mixture_adds_probabilities_over_the_union_of_labels(int rows)
    {
        var inputs = Enumerable.Repeat(new RawInput("t"), rows).ToList();

        var answers = TwoExperts().Answer(inputs, new MixtureRequest { Probabilities = true });

        Assert.All(answers, answer =>
        {
            Assert.Equal("y", answer.Label);
            Assert.Equal(0.5f, answer.Probability, 1e-6f);
            Assert.Equal(["x", "y", "z"], answer.Probabilities!.Keys);
            Assert.Equal(0.45f, answer.Probabilities["x"], 1e-6f);
            Assert.Equal(0.05f, answer.Probabilities["z"], 1e-6f);
            Assert.Equal(DecisionKind.Route, answer.Kind);
            Assert.Equal("fixed@1.2.3", answer.Gate);
        });
    }

    [Fact]
    public void Calibration_sharpens_the_mixed_probabilities()
    {
        // T = 1/2: squares .2025, .25, .0025, sum .455
        var answer = TwoExperts(0.5).Answer(new RawInput("t"), MixtureRequest.Plain);

        Assert.Equal(0.25f / 0.455f, answer.Probability, 1e-5f);
    }

    [Fact]
    public void Equal_probabilities_go_to_the_ordinally_smaller_label()
    {
        var mixture = new ExpertMixture(
            null, new FixedGate(_ => FixedGate.To(("a", 1f))), [Make.Expert("a", new TableExpert(["z", "B", "b"], _ => [0.4f, 0.2f, 0.4f]))], new MixtureOptions());

        var answer = mixture.Answer(new RawInput("t"), MixtureRequest.Plain);

        Assert.Equal("b", answer.Label);
    }

    [Fact]
    public void Probabilities_cover_the_executed_experts_labels_only()
    {
        var mixture = new ExpertMixture(
            null,
            new FixedGate(_ => FixedGate.To(("a", 1f))),
            [Make.Expert("a", new TableExpert(["x"], _ => [1f])), Make.Expert("b", new TableExpert(["y"], _ => [1f]))],
            new MixtureOptions());

        var answer = mixture.Answer(new RawInput("t"), new MixtureRequest { Probabilities = true });

        Assert.Equal(["x"], answer.Probabilities!.Keys);
        Assert.Equal(["x", "y"], mixture.Labels);
    }

    [Fact]
    public void Raw_weights_are_shown_and_probabilities_are_normalised_when_the_gate_does_not_normalise()
    {
        var mixture = new ExpertMixture(
            null,
            new FixedGate(_ => FixedGate.To(("a", 0.4f)) with { Normalised = false }),
            [Make.Expert("a", new TableExpert(["x", "y"], _ => [0.7f, 0.3f]))],
            new MixtureOptions());

        var answer = mixture.Answer(new RawInput("t"), MixtureRequest.Plain);

        Assert.Equal(0.4f, answer.Experts[0].Weight);
        Assert.Equal(0.7f, answer.Probability, 1e-6f);
    }
}
