using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;
using MoECollab.Tests;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Tests.Mixing;

public class VectorBatchTests
{
    private const int Size = 5;
    private static readonly VectorHabit[] Habits = Enum.GetValues<VectorHabit>();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Batch_answers_with_the_weighted_means_of_the_sound_experts_vectors_however_they_hand_them_over(int seed)
    {
        var random = new Random(seed);
        var encoder = new DirectLetterEncoder(Size);
        using var gate = Make.Gate("random", "top-k", encoder.Description);
        var factors = Enumerable.Range(0, 7).Select(_ => (Factor: (float)random.NextDouble() + 1, Offset: (float)random.NextDouble())).ToArray();
        var mixture = new ExpertMixture(
            encoder, gate, [.. factors.Select((scale, i) => Make.Expert($"e{i}", new OddVectorExpert(Size, scale.Factor, scale.Offset, Habits[i % Habits.Length])))], new MixtureOptions());
        var dropped = 0;
        foreach (var rows in (int[])[1, 2, 9, 200])
        {
            RawInput[] inputs = [.. Enumerable.Range(0, rows).Select(_ => new RawInput(new string((char)('a' + random.Next(4)), random.Next(1, 9))))];
            var request = new MixtureRequest { Seed = random.Next(), Experts = random.Next(1, 4) };

            var outcomes = mixture.TryAnswer(inputs, request);

            for (var row = 0; row < rows; row++)
            {
                if (outcomes[row].Answer is not { } answer)
                    continue;
                var hidden = new float[Size];
                encoder.Encode(inputs[row].Text, hidden);
                var expected = hidden.Select(value => answer.Experts.Sum(expert => expert.Weight * ((value * factors[expert.Id[1] - '0'].Factor) + factors[expert.Id[1] - '0'].Offset)));
                Assert.All(expected.Zip(answer.Vector!.Value.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
                Assert.Contains(answer.Decision.Experts, expert => answer.Experts.Any(answering => answering.Id == expert.Id));
            }
            dropped += outcomes.Sum(outcome => outcome.Answer?.Dropped.Count ?? 1);
        }

        Assert.InRange(dropped, 20, 200);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Answers_keep_their_vectors_when_later_batches_are_answered(int kept)
    {
        var encoder = new DirectLetterEncoder(Size);
        using var gate = Make.Gate("random", "top-k", encoder.Description);
        var mixture = new ExpertMixture(encoder, gate, [.. Enumerable.Range(0, 4).Select(i => Make.Expert($"e{i}", new OddVectorExpert(Size, i, i, VectorHabit.Plain)))], new MixtureOptions { Experts = kept });
        RawInput[] inputs = [.. Enumerable.Range(0, 50).Select(i => new RawInput(new string((char)('a' + (i % 7)), 1 + (i % 3))))];
        var answers = mixture.Answer(inputs, MixtureRequest.Plain);
        float[][] before = [.. answers.Select(answer => answer.Vector!.Value.ToArray())];

        for (var i = 0; i < 10; i++)
            mixture.Answer([.. inputs.Reverse()], new MixtureRequest { Seed = i });

        Assert.Equal(before, answers.Select(answer => answer.Vector!.Value.ToArray()));
    }

    [Fact]
    public void Batch_of_other_experts_allocates_its_vectors_and_answers_and_leaves_no_tensor()
    {
        const int Wide = 512;
        var encoder = new DirectLetterEncoder(Wide);
        var file = new GateFile { Id = "g", Version = "1.0.0", TrainedFor = ["e0", "e1", "e2", "e3"], Scorer = new GateComponent("linear"), Selector = new GateComponent("top-k") };
        using var gate = Make.Gate(file, encoder.Description);
        var mixture = new ExpertMixture(encoder, gate, [.. Enumerable.Range(0, 4).Select(i => Make.Expert($"e{i}", new OddVectorExpert(Wide, i, i, VectorHabit.Plain)))], new MixtureOptions());
        RawInput[] inputs = [.. Enumerable.Range(0, 256).Select(i => new RawInput(new string((char)('a' + (i % 7)), 1 + (i % 3))))];
        for (var i = 0; i < 30; i++)
            mixture.TryAnswer(inputs, MixtureRequest.Plain);
        var (tensors, before) = (LiveTensors.Settled(), GC.GetAllocatedBytesForCurrentThread());

        for (var i = 0; i < 10; i++)
            mixture.TryAnswer(inputs, MixtureRequest.Plain);

        // 2,048 bytes of vector; decision, scores and answer; some tensors for each of four experts
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (10 * 256), 2048, 2048 + 700);
        Assert.Equal(tensors, Tensor.TotalCount);
    }
}
