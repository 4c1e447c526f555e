using MoECollab.Errors;
using MoECollab.Gating;
using MoECollab.Gating.FallingBack;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;

namespace MoECollab.Mixture.Tests.Mixing;

public class GateFailureTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Gate_that_throws_sends_inputs_to_the_nearest_expert_encoding_them_only_then(int rows)
    {
        var encoder = new LetterEncoder(2);
        var mixture = Mixture(encoder, _ => throw new InvalidOperationException("broken"), FallbackRule.Prototype);

        var answers = mixture.Answer([.. Enumerable.Repeat(new RawInput("bbb"), rows)], MixtureRequest.Plain);

        Assert.All(answers, answer =>
        {
            Assert.Equal(DecisionKind.Fallback, answer.Kind);
            Assert.Equal("second", answer.Label);
            Assert.Equal(["the gate threw InvalidOperationException: broken", "fallback to the expert with the nearest routing key"], answer.Decision.Reasons);
            Assert.Equal("fixed@1.2.3", answer.Gate);
        });
    }

    [Fact]
    public void Declared_fallback_expert_answers()
    {
        var mixture = Mixture(new LetterEncoder(2), _ => throw new InvalidOperationException("broken"), FallbackRule.Parse("a"));

        Assert.Equal("first", mixture.Answer(new RawInput("bbb"), MixtureRequest.Plain).Label);
    }

    [Fact]
    public void Gate_that_names_strangers_falls_back()
    {
        var mixture = Mixture(new LetterEncoder(2), _ => FixedGate.To(("stranger", 1f)), FallbackRule.Prototype);

        var answer = mixture.Answer(new RawInput("aaa"), MixtureRequest.Plain);

        Assert.Equal((DecisionKind.Fallback, "first"), (answer.Kind, answer.Label));
    }

    [Fact]
    public void Parts_that_do_not_fit_are_refused_when_the_mixture_is_made()
    {
        var hidden = Make.Expert("h", new HiddenEcho("h"));
        var gate = new FixedGate(_ => FixedGate.To(("h", 1f)));

        Assert.Equal("encoder-missing", Assert.Throws<MoECollabException>(() => new ExpertMixture(null, gate, [hidden], new MixtureOptions())).Code);
        Assert.Equal("vector-dimensions", Assert.Throws<MoECollabException>(() => new ExpertMixture(
            null, gate, [Make.Expert("a", new VectorExpert(1f)), Make.Expert("b", new VectorExpert(1f, 2f))], new MixtureOptions())).Code);
        Assert.Equal("integrator-missing", Assert.Throws<MoECollabException>(() => new ExpertMixture(
            null, gate, [Make.Expert("a", new VectorExpert(1f))], new MixtureOptions { Integrators = [] })).Code);
        Assert.Equal("mixture-invalid", Assert.Throws<MoECollabException>(() => new ExpertMixture(
            null, gate, [Make.Expert("a", new VectorExpert(1f))], new MixtureOptions { Temperature = 0 })).Code);
    }

    private static ExpertMixture Mixture(LetterEncoder encoder, Func<string, Decision> decide, FallbackRule fallback) => new(
        encoder,
        new FixedGate(decide),
        [Make.Expert("a", new TableExpert(["first"], _ => [1f]), [1f, 0f]), Make.Expert("b", new TableExpert(["second"], _ => [1f]), [0f, 1f])],
        new MixtureOptions { Fallback = fallback });
}
