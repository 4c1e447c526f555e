using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Tests.OnDevice;

public sealed class ForecastTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("moe-forecast-").FullName;
    private readonly LetterEncoder _encoder = new(8);
    private readonly BuiltInExperts _made;

    public ForecastTests() => _made = new BuiltInExperts(Path.Combine(_folder, "experts"), _encoder.Description, new Random(5));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Gate_that_decides_by_itself_has_its_experts_answered_together()
    {
        using var adapter = _made.Make("adapter", ["a", "b"]);
        using var linear = _made.Make("linear", ["b", "c", "d"]);
        MixtureExpert[] experts = [Make.Expert("x", adapter), Make.Expert("y", linear), Make.Expert("z", new TextLength())];
        using var gate = new FixedGate(text => text.Length % 2 == 0 ? FixedGate.To(("x", 0.75f), ("z", 0.25f)) : FixedGate.To(("y", 0.5f), ("x", 0.5f)));
        RawInput[] inputs = [.. Enumerable.Range(1, 9).Select(length => new RawInput(new string('b', length)))];

        var expected = new ExpertMixture(_encoder, gate, experts, new MixtureOptions { Direct = DirectPath.Never }).TryAnswer(inputs, new MixtureRequest { Probabilities = true });
        using var mixture = new ExpertMixture(_encoder, gate, experts, new MixtureOptions { CpuStandsIn = true });
        var actual = mixture.TryAnswer(inputs, new MixtureRequest { Probabilities = true });

        Assert.Null(mixture.DeviceFault);
        for (var row = 0; row < inputs.Length; row++)
            SameAnswers.Assert(expected[row], actual[row]);
    }

    [Fact]
    public void Experts_that_were_trained_since_answer_with_their_new_weights()
    {
        using var expert = (IDifferentiableExpert)_made.Make("linear", ["a", "b"]);
        using var other = _made.Make("linear", ["a", "b"]);
        using var gate = new FixedGate(_ => FixedGate.To(("x", 1f)));
        using var mixture = new ExpertMixture(_encoder, gate, [Make.Expert("x", expert), Make.Expert("y", other)], new MixtureOptions { CpuStandsIn = true });
        RawInput[] inputs = [new RawInput("abc"), new RawInput("bcd")];
        mixture.TryAnswer(inputs, MixtureRequest.Plain);
        using (no_grad())
        {
            expert.Module.get_parameter("head.weight")!.zero_();
            expert.Module.get_parameter("head.bias")!.zero_();
        }

        var answers = mixture.TryAnswer(inputs, MixtureRequest.Plain);

        Assert.All(answers, answer => Assert.Equal(0.5f, answer.Answer!.Probability));
    }

    [Fact]
    public void Plain_request_has_no_objectives_rather_than_none_at_all() => Assert.Empty(MixtureRequest.Plain.Objectives);

    [Fact]
    public void Expert_of_another_hidden_size_answers_by_itself_and_says_what_is_wrong()
    {
        var other = new BuiltInExperts(Path.Combine(_folder, "others"), new LetterEncoder(5).Description, new Random(5));
        using var misfit = other.Make("adapter", ["a", "b"]);
        using var fitting = _made.Make("adapter", ["a", "b"]);
        using var gate = new FixedGate(_ => FixedGate.To(("x", 0.5f), ("y", 0.5f)));
        using var mixture = new ExpertMixture(_encoder, gate, [Make.Expert("x", misfit), Make.Expert("y", fitting)], new MixtureOptions { CpuStandsIn = true });

        var answer = mixture.Answer(new RawInput("abc"), MixtureRequest.Plain);

        Assert.Equal("y", Assert.Single(answer.Experts).Id);
        Assert.Contains("made for", Assert.Single(answer.Dropped).Reason, StringComparison.Ordinal);
    }

    private sealed class TextLength : IExpert
    {
        public OutputSpace Output { get; } = new ClassSpace(["a", "e"]);

        public ExpertTraits Traits { get; } = new() { Needs = InputNeeds.Text };

        public ExpertOutput Run(ExpertBatch batch) => ExpertOutput.FromLogits(tensor(batch.Inputs.SelectMany(input => new[] { input.Text.Length, 2f }).ToArray(), [batch.Inputs.Count, 2]));

        public void Dispose()
        {
        }
    }
}
