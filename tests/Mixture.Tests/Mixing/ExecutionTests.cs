using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Inputs;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;

namespace MoECollab.Mixture.Tests.Mixing;

public class ExecutionTests
{
    [Fact]
    public void Only_selected_experts_run_each_for_its_own_rows()
    {
        var experts = Enumerable.Range(0, 6).Select(_ => new TableExpert(["x", "y"], _ => [0.5f, 0.5f])).ToArray();
        var mixture = new ExpertMixture(
            null,
            new FixedGate(text => FixedGate.To(($"e{text}", 0.5f), ("e5", 0.5f))),
            [.. experts.Select((expert, i) => Make.Expert($"e{i}", expert))],
            new MixtureOptions());

        mixture.Answer([.. "0110".Select(letter => new RawInput(letter.ToString()))], MixtureRequest.Plain);
        mixture.Answer(new RawInput("3"), MixtureRequest.Plain);

        Assert.Equal([2, 2, 0, 1, 0, 5], experts.Select(expert => expert.ExecutedRows));
    }

    [Fact]
    public void Rows_keep_their_places_through_the_dispatch()
    {
        var mixture = new ExpertMixture(
            new LetterEncoder(3),
            new FixedGate(text => FixedGate.To((text[..1], 1f))),
            [.. "abc".Select(id => Make.Expert(id.ToString(), new HiddenEcho(id.ToString())))],
            new MixtureOptions());
        string[] texts = ["ca", "ab", "bb", "aa", "cc", "ba"];

        var answers = mixture.Answer([.. texts.Select(text => new RawInput(text))], new MixtureRequest { Probabilities = true });

        for (var i = 0; i < texts.Length; i++)
        {
            var share = texts[i].Count(letter => letter == 'a') / 2f;
            Assert.Equal(share, answers[i].Probabilities![texts[i][..1] + "/a"], 1e-6f);
        }
    }

    [Fact]
    public void Work_at_fixed_k_grows_with_the_gates_row_only()
    {
        var few = WorkWith(4);
        var many = WorkWith(64);

        // uniform mixtures would cost 60 experts more; here only the keys of 60 experts are compared, d = 4 each
        Assert.Equal(60 * 4, many - few);
    }

    [Fact]
    public void Encoder_does_not_run_when_nobody_needs_hidden_vectors()
    {
        var encoder = new LetterEncoder(3);
        var mixture = new ExpertMixture(
            encoder, new FixedGate(_ => FixedGate.To(("a", 1f))), [Make.Expert("a", new TableExpert(["x"], _ => [1f])), Make.Expert("b", new HiddenEcho("b"))], new MixtureOptions());

        mixture.Answer([new RawInput("a"), new RawInput("b")], MixtureRequest.Plain);
        mixture.Answer(new RawInput("a"), MixtureRequest.Plain);

        Assert.Equal(0, encoder.EncodedRows);
    }

    [Fact]
    public void Encoder_runs_for_the_rows_whose_experts_need_it()
    {
        var encoder = new LetterEncoder(3);
        var mixture = new ExpertMixture(
            encoder,
            new FixedGate(text => FixedGate.To((text, 1f))),
            [Make.Expert("a", new TableExpert(["x"], _ => [1f]) { Traits = new ExpertTraits { Needs = InputNeeds.Text, MultiplyAdds = 7 } }), Make.Expert("b", new HiddenEcho("b"))],
            new MixtureOptions());

        var answers = mixture.Answer([.. "abaab".Select(letter => new RawInput(letter.ToString()))], new MixtureRequest { CountWork = true });

        Assert.Equal(2, encoder.EncodedRows);
        Assert.Equal([7L, 1L, 7L, 7L, 1L], answers.Select(answer => answer.MultiplyAdds!.Value)); // HiddenEcho counts nothing; encoding one letter counts 1
    }

    [Fact]
    public void Null_and_reject_answer_nothing_and_run_nobody()
    {
        var expert = new TableExpert(["x"], _ => [1f]);
        var mixture = new ExpertMixture(
            null, new FixedGate(text => new Decision(text == "n" ? DecisionKind.Null : DecisionKind.Reject, [])), [Make.Expert("a", expert)], new MixtureOptions());

        var answers = mixture.Answer([new RawInput("n"), new RawInput("r")], MixtureRequest.Plain);

        Assert.Equal([DecisionKind.Null, DecisionKind.Reject], answers.Select(answer => answer.Kind));
        Assert.All(answers, answer => Assert.True(answer.Label is null && answer.Probability == 0 && answer.Experts.Count == 0));
        Assert.Equal(0, expert.ExecutedRows);
    }

    [Fact]
    public void Equal_calls_give_equal_bytes()
    {
        var encoder = new DirectLetterEncoder(5);
        using var gate = Make.Gate("random", "top-k", encoder.Description, ("k", "2"));
        var random = new Random(2);
        var mixture = new ExpertMixture(encoder, gate, [.. Enumerable.Range(0, 5).Select(i => Make.Expert($"e{i}", new LinearDirectExpert(random, ["x", "y", "z"], 5)))], new MixtureOptions());
        RawInput[] inputs = [new RawInput("abc"), new RawInput("bcd"), new RawInput("abc")];

        string Lines(long seed) => string.Join('\n', mixture.Answer(inputs, new MixtureRequest { Seed = seed, Probabilities = true }).Select(AnswerJson.ToLine));

        Assert.Equal(Lines(1), Lines(1));
        Assert.NotEqual(Lines(1), Lines(2));
    }

    private static long WorkWith(int installed)
    {
        var encoder = new DirectLetterEncoder(4);
        using var gate = Make.Gate("prototype", "top-k", encoder.Description);
        var random = new Random(1);
        var mixture = new ExpertMixture(
            encoder, gate, [.. Enumerable.Range(0, installed).Select(i => Make.Expert($"e{i:00}", new LinearDirectExpert(random, ["x", "y"], 4), [1f, i, 0f, 0f]))], new MixtureOptions());

        return mixture.Answer(new RawInput("abc"), new MixtureRequest { CountWork = true }).MultiplyAdds!.Value;
    }
}
