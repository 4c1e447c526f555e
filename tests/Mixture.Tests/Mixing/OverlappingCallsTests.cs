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

    [Fact]
    public void Overlapping_batches_of_other_experts_share_no_rows_and_no_vectors()
    {
        const int Size = 6;
        var encoder = new DirectLetterEncoder(Size);
        using var gate = Make.Gate("random", "top-k", encoder.Description);
        var mixture = new ExpertMixture(encoder, gate, [.. Enumerable.Range(0, 4).Select(i => Make.Expert($"e{i}", new OddVectorExpert(Size, 1 + i, i, VectorHabit.Plain)))], new MixtureOptions { Experts = 2 });
        RawInput[][] batches = [.. Enumerable.Range(0, 40).Select(batch => Enumerable.Range(0, 1 + (batch * 3)).Select(i => new RawInput(new string((char)('a' + ((i + batch) % 26)), 1 + (i % 5)))).ToArray())];
        float[][][] expected = [.. batches.Select(inputs => Vectors(mixture.Answer(inputs, MixtureRequest.Plain)))];

        var actual = new float[batches.Length][][];
        Parallel.For(0, batches.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, batch => actual[batch] = Vectors(mixture.Answer(batches[batch], MixtureRequest.Plain)));

        Assert.Equal(expected, actual);
    }

    private static float[][] Vectors(IReadOnlyList<MixtureAnswer> answers) => [.. answers.Select(answer => answer.Vector!.Value.ToArray())];
}
