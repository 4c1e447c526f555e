using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;

namespace MoECollab.Mixture.Tests.Mixing;

public class FaultTests
{
    public static TheoryData<string, string> Faults => new()
    {
        { "throw", "threw InvalidOperationException: broken" },
        { "nan", "returned NaN" },
        { "inf", "returned an infinite value" },
        { "negative", "returned the negative probability -0.5" },
        { "sum", "returned probabilities that sum to 1.5" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Faulty_expert_is_dropped_the_weights_renormalised_and_the_reason_told(string fault, string reason)
    {
        foreach (var direct in new[] { true, false })
        {
            var answer = WithFaulty(fault, direct).Answer(new RawInput("t"), MixtureRequest.Plain);

            Assert.Equal([new DroppedExpert("a", reason) { Version = "1.0.0" }], answer.Dropped);
            Assert.Equal([new AnsweringExpert("b", "1.0.0", 1f)], answer.Experts);
            Assert.Equal("y", answer.Label);
            Assert.Equal(0.9f, answer.Probability, 1e-6f);
        }
    }

    [Fact]
    public void Wrong_shape_is_dropped_with_both_shapes()
    {
        var mixture = new ExpertMixture(
            null,
            new FixedGate(_ => FixedGate.To(("a", 0.5f), ("b", 0.5f))),
            [Make.Expert("a", new TableExpert(["x", "y"], _ => [1f])), Make.Expert("b", new TableExpert(["y"], _ => [1f]))],
            new MixtureOptions());

        var answer = mixture.Answer(new RawInput("t"), MixtureRequest.Plain);

        Assert.Equal("returned shape [1, 1] where [1, 2] was expected", answer.Dropped[0].Reason);
    }

    [Fact]
    public void Only_the_affected_rows_lose_the_expert()
    {
        var faulty = new TableExpert(["x", "y"], text => text == "bad" ? [float.NaN, 1f] : [0.6f, 0.4f]);
        var mixture = new ExpertMixture(
            null,
            new FixedGate(_ => FixedGate.To(("a", 0.5f), ("b", 0.5f))),
            [Make.Expert("a", faulty), Make.Expert("b", new TableExpert(["y"], _ => [1f]))],
            new MixtureOptions());

        var answers = mixture.Answer([new RawInput("good"), new RawInput("bad")], MixtureRequest.Plain);

        Assert.Empty(answers[0].Dropped);
        Assert.Equal(2, answers[0].Experts.Count);
        Assert.Equal("returned NaN", Assert.Single(answers[1].Dropped).Reason);
    }

    [Fact]
    public void All_experts_failing_is_an_error_that_names_them_and_spares_the_other_inputs()
    {
        var mixture = new ExpertMixture(
            null,
            new FixedGate(text => text == "bad" ? FixedGate.To(("a", 1f)) : FixedGate.To(("b", 1f))),
            [Make.Expert("a", new TableExpert(["x"], _ => throw new InvalidOperationException("broken"))), Make.Expert("b", new TableExpert(["y"], _ => [1f]))],
            new MixtureOptions());

        var outcomes = mixture.TryAnswer([new RawInput("bad"), new RawInput("good")], MixtureRequest.Plain);

        var fault = Assert.Throws<AllExpertsFailedException>(() => mixture.Answer(new RawInput("bad"), MixtureRequest.Plain));
        Assert.Equal("all-experts-failed", fault.Code);
        Assert.Contains("a threw InvalidOperationException: broken", fault.Message, StringComparison.Ordinal);
        Assert.Equal("all-experts-failed", outcomes[0].Fault!.Code);
        Assert.Equal("y", outcomes[1].Answer!.Label);
    }

    [Fact]
    public void Cancellation_of_the_request_passes_through_and_an_expert_that_gives_up_by_itself_is_dropped()
    {
        using var callers = new CancellationTokenSource();
        var isCancelled = false;
        float[] GiveUp(string text)
        {
            if (isCancelled)
                callers.Cancel();
            throw new OperationCanceledException("too slow");
        }

        foreach (var expert in (IExpert[])[new TableExpert(["x"], GiveUp), new DirectTableExpert(["x"], GiveUp)])
        {
            var mixture = new ExpertMixture(
                null, new FixedGate(_ => FixedGate.To(("a", 0.5f), ("b", 0.5f))), [Make.Expert("a", expert), Make.Expert("b", new TableExpert(["y"], _ => [1f]))], new MixtureOptions());
            foreach (var rows in (int[])[1, 2, 5])
            {
                RawInput[] inputs = [.. Enumerable.Repeat(new RawInput("t"), rows)];
                var answers = mixture.Answer(inputs, new MixtureRequest { Cancellation = callers.Token });

                Assert.All(answers, answer => Assert.Equal(("y", "threw OperationCanceledException: too slow"), (answer.Label, answer.Dropped[0].Reason)));
            }
        }

        isCancelled = true;
        var late = new ExpertMixture(null, new FixedGate(_ => FixedGate.To(("a", 1f))), [Make.Expert("a", new TableExpert(["x"], GiveUp))], new MixtureOptions());
        Assert.Throws<OperationCanceledException>(() => late.Answer(new RawInput("t"), new MixtureRequest { Cancellation = callers.Token }));
        Assert.Throws<OperationCanceledException>(() => late.Answer([new RawInput("t"), new RawInput("u")], new MixtureRequest { Cancellation = callers.Token }));
    }

    [Fact]
    public void Text_that_is_missing_drops_the_expert_from_that_input_only()
    {
        var mixture = new ExpertMixture(
            null,
            new FixedGate(_ => FixedGate.To(("a", 0.9f), ("b", 0.1f))),
            [Make.Expert("a", new TextExpert(text => text == "t" ? null! : "a " + text)), Make.Expert("b", new TextExpert(text => "b " + text))],
            new MixtureOptions());

        var answers = mixture.Answer([new RawInput("t"), new RawInput("u")], MixtureRequest.Plain);
        var single = mixture.Answer(new RawInput("t"), MixtureRequest.Plain);

        Assert.Equal(("b t", "a u", "b t"), (answers[0].Text, answers[1].Text, single.Text));
        Assert.Equal("returned no text", Assert.Single(answers[0].Dropped).Reason);
        Assert.Empty(answers[1].Dropped);
    }

    private static ExpertMixture WithFaulty(string fault, bool direct)
    {
        Func<string, float[]> answer = _ => fault switch
        {
            "nan" => [float.NaN, 1f],
            "inf" => [float.PositiveInfinity, 0f],
            "negative" => [-0.5f, 1.5f],
            "sum" => [1f, 0.5f],
            _ => throw new InvalidOperationException("broken"),
        };
        var faulty = direct ? new DirectTableExpert(["x", "y"], answer) : new TableExpert(["x", "y"], answer);
        return new ExpertMixture(
            null,
            new FixedGate(_ => FixedGate.To(("a", 0.8f), ("b", 0.2f))),
            [Make.Expert("a", faulty), Make.Expert("b", new TableExpert(["x", "y"], _ => [0.1f, 0.9f]))],
            new MixtureOptions());
    }
}
