using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Tests.Mixing;

public sealed class BlockTests : IDisposable
{
    private const int Experts = 5;
    private const int Size = 40;

    private static readonly string[] Labels = [.. Enumerable.Range(0, 12).Select(i => $"label{i:00}")];

    private readonly string _folder = Directory.CreateTempSubdirectory("moe-blocks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(513, 1)]
    [InlineData(1300, 1)]
    [InlineData(1300, 2)]
    [InlineData(2049, 3)]
    public void Large_batch_is_answered_block_by_block_as_at_once_to_the_last_bit(int rows, int kept)
    {
        var decided = new List<int>();
        var (blocks, whole) = Mixtures(decided.Add);
        var inputs = Inputs(rows);
        var request = new MixtureRequest { Probabilities = true, CountWork = true, Experts = kept };

        var actual = blocks.TryAnswer(inputs, request);

        var expected = whole.TryAnswer(inputs, request);
        Assert.Equal((rows + 511) / 512, decided.Count);
        Assert.Equal(rows, decided.Sum());
        foreach (var (wanted, got) in expected.Zip(actual))
        {
            Assert.Equal(wanted.Answer!.TraceId, got.Answer!.TraceId);
            Assert.Equal(wanted.Answer.Experts, got.Answer.Experts);
            Assert.Equal(wanted.Answer.Probabilities, got.Answer.Probabilities);
            Assert.Equal(wanted.Answer.Decision.Scores.ToArray()[..Experts], got.Answer.Decision.Scores.ToArray());
            Assert.Equal(wanted.Answer.MultiplyAdds - Size, got.Answer.MultiplyAdds); // the other expert's score
        }
    }

    [Fact]
    public void Answers_of_a_large_batch_do_not_depend_on_its_other_rows()
    {
        var (mixture, _) = Mixtures(_ => { });
        var inputs = Inputs(1500);
        var request = new MixtureRequest { Probabilities = true };

        var all = mixture.TryAnswer(inputs, request);

        var few = mixture.TryAnswer(inputs[300..700], request);
        for (var row = 0; row < few.Count; row++)
            Assert.Equal(all[300 + row].Answer!.Probabilities, few[row].Answer!.Probabilities);
    }

    [Fact]
    public void Cancelled_between_blocks_no_further_block_is_answered()
    {
        using var source = new CancellationTokenSource();
        var decided = 0;
        var (mixture, _) = Mixtures(rows =>
        {
            decided += rows;
            if (decided > 600)
                source.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() => mixture.TryAnswer(Inputs(4096), new MixtureRequest { Cancellation = source.Token }));

        Assert.Equal(1024, decided);
    }

    // The second has an expert more, which works on tensors and is never chosen: what has one is answered at once.
    private (ExpertMixture Blocks, ExpertMixture Whole) Mixtures(Action<int> decided)
    {
        var random = new Random(5);
        var encoder = new DirectLetterEncoder(Size);
        var built = new BuiltInExperts(Path.Combine(_folder, Guid.NewGuid().ToString("N")), encoder.Description, random);
        var experts = Enumerable.Range(0, Experts).Select(i => Make.Expert($"e{i}", built.Make(BuiltInExperts.Kinds[i], Labels))).ToArray();
        var file = new GateFile { Id = "g", Version = "1.0.0", TrainedFor = [.. experts.Select(expert => expert.Descriptor.Id)], Scorer = new GateComponent("linear"), Selector = new GateComponent("top-k") };
        var gate = Make.Gate(file, encoder.Description);
        using (no_grad())
        using (var weights = rand([Experts, Size], generator: new Generator(3)) - 0.5f)
        using (var offsets = tensor(new float[] { 0, 0.1f, 0, -0.5f, 0 }))
        {
            var module = ((ITrainableScorer)gate.Scorer).Module;
            module.get_parameter("weight")!.copy_(weights);
            module.get_parameter("bias")!.copy_(offsets);
        }

        var other = Make.Expert("z", new TensorOnlyExpert(new LinearDirectExpert(random, Labels, Size)));
        return (new ExpertMixture(encoder, gate, experts, new MixtureOptions { WhenDecided = (rows, _) => decided(rows) }), new ExpertMixture(encoder, gate, [.. experts, other], new MixtureOptions()));
    }

    private static RawInput[] Inputs(int count)
    {
        var random = new Random(9);
        return [.. Enumerable.Range(0, count).Select(_ => new RawInput(new string([.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => (char)('a' + random.Next(26)))])))];
    }
}
