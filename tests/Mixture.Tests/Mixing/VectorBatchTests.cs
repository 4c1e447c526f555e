using System.Runtime.CompilerServices;
using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;
using MoECollab.Outputs;
using MoECollab.Tests;
using NSubstitute;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Tests.Mixing;

public class VectorBatchTests
{
    private const int Size = 5;
    private static readonly VectorHabit[] Habits = [VectorHabit.Plain, VectorHabit.Transposed, VectorHabit.Doubles, VectorHabit.NaNInFirstRow, VectorHabit.Throws];

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
    [InlineData(nameof(VectorHabit.ReturnsItsInput), null)]
    [InlineData(nameof(VectorHabit.ReturnsAViewOfItsInput), null)]
    [InlineData(nameof(VectorHabit.ChangesItsInput), null)]
    [InlineData(nameof(VectorHabit.DisposesItsInput), null)]
    [InlineData(nameof(VectorHabit.GivesUp), "threw OperationCanceledException: its own call took too long")]
    [InlineData(nameof(VectorHabit.WrongShape), "returned shape")]
    public void Expert_that_takes_liberties_spoils_no_other_experts_answer(string habit, string? reason)
    {
        foreach (var encoder in (IEncoder[])[new LetterEncoder(Size), new DirectLetterEncoder(Size)])
        {
            var mixture = new ExpertMixture(
                encoder,
                new FixedGate(_ => FixedGate.To(("a", 0.5f), ("b", 0.5f))),
                [Make.Expert("a", new OddVectorExpert(Size, 1, 0, Enum.Parse<VectorHabit>(habit))), Make.Expert("b", new OddVectorExpert(Size, 3, 2, VectorHabit.Plain))],
                new MixtureOptions());
            foreach (var rows in (int[])[1, 3])
            {
                var answers = mixture.Answer([.. Enumerable.Repeat(new RawInput("abc"), rows)], MixtureRequest.Plain);

                // of a: h, of b: 3 h + 2, where h is a third for three letters
                var third = 1f / 3;
                float[] expected = reason is null ? [.. Enumerable.Repeat((third + 3) / 2, 3), 1, 1] : [3, 3, 3, 2, 2];
                Assert.All(answers, answer => Assert.All(expected.Zip(answer.Vector!.Value.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f)));
                Assert.All(answers, answer => Assert.StartsWith(reason ?? "", answer.Dropped.Count == 0 ? "" : answer.Dropped[0].Reason, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Experts_get_rows_of_floats_whatever_the_encoder_gives()
    {
        var encoder = Substitute.For<IEncoder>();
        encoder.Description.Returns(new EncoderDescription("odd", "1.0.0", "sha256:odd", 2));
        encoder.Encode(Arg.Any<IReadOnlyList<RawInput>>()).Returns(call => tensor(Enumerable.Range(0, 2 * call.Arg<IReadOnlyList<RawInput>>().Count).Select(value => (double)value).ToArray(), [2, call.Arg<IReadOnlyList<RawInput>>().Count]).t());
        var seen = new List<(ScalarType Type, bool IsContiguous, float[] Values)>();
        var expert = Substitute.For<IExpert>();
        expert.Output.Returns(new VectorSpace(2));
        expert.Traits.Returns(new ExpertTraits { Needs = InputNeeds.Hidden });
        expert.Run(Arg.Any<ExpertBatch>()).Returns(call =>
        {
            var hidden = call.Arg<ExpertBatch>().Hidden!;
            seen.Add((hidden.dtype, hidden.is_contiguous(), hidden.data<float>().ToArray()));
            return ExpertOutput.FromVectors(hidden.clone());
        });
        var mixture = new ExpertMixture(encoder, new FixedGate(_ => FixedGate.To(("a", 1f))), [Make.Expert("a", expert)], new MixtureOptions());

        mixture.Answer([.. Enumerable.Repeat(new RawInput("t"), 3)], MixtureRequest.Plain);
        mixture.Answer(new RawInput("t"), MixtureRequest.Plain);

        Assert.All(seen, rows => Assert.Equal((ScalarType.Float32, true), (rows.Type, rows.IsContiguous)));
        Assert.Equal([0, 3, 1, 4, 2, 5], seen[0].Values);
        Assert.Equal([0, 1], seen[1].Values);
    }

    [Fact]
    public void Rows_that_an_expert_kept_stay_memory_that_is_there()
    {
        Tensor? kept = null;
        var expert = Substitute.For<IExpert>();
        expert.Output.Returns(new VectorSpace(Size));
        expert.Traits.Returns(new ExpertTraits { Needs = InputNeeds.Hidden });
        expert.Run(Arg.Any<ExpertBatch>()).Returns(call =>
        {
            kept ??= call.Arg<ExpertBatch>().Hidden!.alias().DetachFromDisposeScope();
            return ExpertOutput.FromVectors(call.Arg<ExpertBatch>().Hidden!.clone());
        });
        AnswerOnce(expert);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.Equal(64L, kept!.shape[0]);
        Assert.Equal(64f, kept.sum().item<float>(), 1e-3f);
        kept.Dispose();
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
        var (tensors, before) = (LiveTensors.OfThisThread, GC.GetAllocatedBytesForCurrentThread());

        for (var i = 0; i < 10; i++)
            mixture.TryAnswer(inputs, MixtureRequest.Plain);

        // 2,048 bytes of vector; decision, scores and answer; some tensors for each of four experts
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (10 * 256), 2048, 2048 + 700);
        Assert.Equal(tensors, LiveTensors.OfThisThread);
    }

    // Apart, so that nothing of the mixture is left on the caller's stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AnswerOnce(IExpert expert) =>
        new ExpertMixture(new LetterEncoder(Size), new FixedGate(_ => FixedGate.To(("a", 1f))), [Make.Expert("a", expert)], new MixtureOptions())
            .Answer([.. Enumerable.Repeat(new RawInput("abc"), 64)], MixtureRequest.Plain);
}
