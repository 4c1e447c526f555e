using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;

namespace MoECollab.Mixture.Tests.Mixing;

public class OverlappingCallsTests
{
    [Fact]
    public void Overlapping_calls_answer_as_single_ones_do()
    {
        var encoder = new DirectLetterEncoder(6);
        var random = new Random(4);
        using var gate = Make.Gate(
            new GateFile { Id = "g", Version = "1.0.0", TrainedFor = ["e0", "e1", "e2"], Scorer = new GateComponent("mlp"), Selector = new GateComponent("top-k") },
            encoder.Description);
        var mixture = new ExpertMixture(
            encoder,
            gate,
            [.. Enumerable.Range(0, 4).Select(i => Make.Expert($"e{i}", new LinearDirectExpert(random, [$"x{i}", "shared"], 6), [1f, i, 0f, 0f, 0f, 1f]))],
            new MixtureOptions { Experts = 2 });
        RawInput[] inputs = [.. Enumerable.Range(0, 60).Select(i => new RawInput(new string((char)('a' + (i % 26)), 1 + (i % 5)) + (char)('a' + (i % 11))))];
        string[] expected = [.. inputs.Select(input => AnswerJson.ToLine(mixture.Answer(input, MixtureRequest.Plain)))];

        var actual = new string[inputs.Length];
        Parallel.For(0, inputs.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            mixture.Answer([inputs[i], inputs[(i + 1) % inputs.Length]], MixtureRequest.Plain);
            actual[i] = AnswerJson.ToLine(mixture.Answer(inputs[i], MixtureRequest.Plain));
        });

        Assert.Equal(expected, actual);
    }
}
