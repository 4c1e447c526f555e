using MoECollab.Gating.Numerics.Panels;
using MoECollab.Gating.Numerics.Stacks;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;
using MoECollab.Tests;

namespace MoECollab.Mixture.Tests.OnDevice;

public sealed class DeviceFaultTests
{
    private const int Size = 8;

    private static readonly string[] Labels = ["a", "b", "c"];

    private static readonly RawInput[] Inputs = [.. Enumerable.Range(1, 6).Select(length => new RawInput(new string('b', length)))];

    private static readonly LetterEncoder Encoder = new(Size);

    private readonly LogLines _log = new();

    [Fact]
    public void Stack_without_room_is_logged_once_and_not_tried_again_while_nothing_changed()
    {
        using var full = new FormedExpert(Expert(1), () => throw new InvalidOperationException("out of memory"));
        using var other = new FormedExpert(Expert(2), Form);
        using var mixture = Mixture(full, other);

        for (var batch = 0; batch < 3; batch++)
            AssertOrdinary(mixture, full, other);

        Assert.Equal(1, full.Forms);
        Assert.Contains("out of memory", mixture.DeviceFault, StringComparison.Ordinal);
        Assert.Equal(["3001 The experts of set 5 could not be laid on cpu side by side; each answers by itself there, until weights or the set change: out of memory"], _log.All);
    }

    [Fact]
    public void Stack_without_room_is_tried_again_once_weights_changed_and_by_the_next_mixture()
    {
        var hasRoom = false;
        using var expert = new FormedExpert(Expert(1), () => hasRoom ? Form() : throw new InvalidOperationException("out of memory"));
        using var other = new FormedExpert(Expert(2), Form);
        using var mixture = Mixture(expert, other);
        mixture.TryAnswer(Inputs, MixtureRequest.Plain);

        expert.Changes++;
        mixture.TryAnswer(Inputs, MixtureRequest.Plain);
        hasRoom = true;
        using var next = Mixture(expert, other);
        next.TryAnswer(Inputs, MixtureRequest.Plain);
        expert.Changes++;
        mixture.TryAnswer(Inputs, MixtureRequest.Plain);

        Assert.Equal(4, expert.Forms);
        // the two batches before there was room
        Assert.Equal(2, expert.Runs + other.Runs);
        Assert.Null(next.DeviceFault);
        Assert.Single(_log.All);
    }

    [Fact]
    public void Stack_that_fails_in_a_batch_is_logged_once_and_leaves_that_batch_to_the_ordinary_path()
    {
        // nobody has this activation, which comes to light when the stack runs
        using var broken = new FormedExpert(Expert(1), () => Form() with { Activation = (BlockActivation)99 });
        using var other = new FormedExpert(Expert(2), Form);
        using var mixture = Mixture(broken, other);

        AssertOrdinary(mixture, broken, other);
        AssertOrdinary(mixture, broken, other);

        Assert.Equal(1, broken.Forms);
        Assert.NotNull(mixture.DeviceFault);
        Assert.StartsWith("3003 cpu failed in a batch of the experts of set 5", Assert.Single(_log.All), StringComparison.Ordinal);
    }

    [Fact]
    public void Failed_stacks_leave_no_tensor_behind()
    {
        // the large expert shares a stack with two small ones; the last would fill it with zeros, and the stack that it has to itself cannot be made
        StackForm Large() => new(Size, BlockActivation.Relu, new float[900 * Size], new float[900], new float[900 * 3], new float[3 * Size], new float[3]);
        StackForm Misfit() => Form() with { Head = new float[50 * Size] };
        void Fail()
        {
            FormedExpert[] experts = [new(Expert(1), Large), new(Expert(2), Form), new(Expert(3), Form), new(Expert(4), Misfit)];
            using var mixture = Mixture(experts);
            mixture.TryAnswer(Inputs, MixtureRequest.Plain);
            Assert.NotNull(mixture.DeviceFault);
        }

        Fail();
        var before = LiveTensors.OfThisThread;

        Fail();

        Assert.Equal(before, LiveTensors.OfThisThread);
        Assert.All(_log.All, line => Assert.StartsWith("3001", line, StringComparison.Ordinal));
    }

    private static LinearDirectExpert Expert(int seed) => new(new Random(seed), Labels, Size);

    private static StackForm Form() => new(Size, BlockActivation.Relu, new float[2 * Size], new float[2], new float[3 * 2], new float[3 * Size], new float[3]);

    private ExpertMixture Mixture(params FormedExpert[] experts) => Mixture(new MixtureOptions { CpuStandsIn = true, Logger = _log, SnapshotVersion = 5 }, experts);

    private static ExpertMixture Mixture(MixtureOptions options, params FormedExpert[] experts) =>
        new(Encoder, Make.Gate("prototype", "top-k", Encoder.Description, ("k", "1")), [.. experts.Select((expert, i) => Make.Expert($"x{i}", expert, [.. Enumerable.Range(0, Size).Select(j => j == i ? 1f : 0f)]))], options);

    private static void AssertOrdinary(ExpertMixture mixture, params FormedExpert[] experts)
    {
        var ordinary = Mixture(new MixtureOptions { Direct = DirectPath.Never, SnapshotVersion = 5 }, experts);
        var request = new MixtureRequest { Probabilities = true };

        var (expected, actual) = (ordinary.TryAnswer(Inputs, request), mixture.TryAnswer(Inputs, request));

        for (var row = 0; row < Inputs.Length; row++)
            SameAnswers.Assert(expected[row], actual[row]);
    }
}
