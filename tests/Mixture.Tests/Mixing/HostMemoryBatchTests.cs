using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;

namespace MoECollab.Mixture.Tests.Mixing;

public sealed class HostMemoryBatchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("moe-host-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Batches_answer_as_the_operators_do_over_random_mixtures_of_built_in_and_other_experts(int seed)
    {
        var random = new Random(seed);
        var mixtures = new RandomMixtures(_folder);
        for (var round = 0; round < 12; round++)
        {
            var (fast, operators, parts) = mixtures.Make(random, $"{seed}-{round}");
            foreach (var rows in (int[])[1, 2, 3, 7, 40])
            {
                RawInput[] inputs = [.. Enumerable.Range(0, rows).Select(_ => new RawInput(Text(random)))];
                var request = new MixtureRequest { Probabilities = true, CountWork = true, Experts = random.Next(3) == 0 ? null : random.Next(1, 4) };

                var (expected, actual) = (operators.TryAnswer(inputs, request), fast.TryAnswer(inputs, request));

                for (var row = 0; row < rows; row++)
                    SameAnswers.Assert(expected[row], actual[row]);
            }

            foreach (var part in parts)
                part.Dispose();
        }
    }

    [Fact]
    public void Batch_of_built_in_kinds_makes_no_tensor()
    {
        var random = new Random(2);
        var mixture = Uniform(random, experts: 6);
        RawInput[] inputs = [.. Enumerable.Range(0, 32).Select(_ => new RawInput(Text(random)))];
        mixture.TryAnswer(inputs, MixtureRequest.Plain);
        var made = TorchSharp.DisposeScopeManager.Statistics.CreatedOutsideScopeCount + TorchSharp.DisposeScopeManager.Statistics.CreatedInScopeCount;

        mixture.TryAnswer(inputs, MixtureRequest.Plain);

        Assert.Equal(made, TorchSharp.DisposeScopeManager.Statistics.CreatedOutsideScopeCount + TorchSharp.DisposeScopeManager.Statistics.CreatedInScopeCount);
    }

    [Fact]
    public void Batch_allocates_its_answers_and_nothing_that_grows_with_vectors_or_label_sets()
    {
        var random = new Random(2);
        var mixture = Uniform(random, experts: 6);
        RawInput[] inputs = [.. Enumerable.Range(0, 32).Select(_ => new RawInput(Text(random)))];
        for (var i = 0; i < 10; i++)
            mixture.TryAnswer(inputs, MixtureRequest.Plain);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10; i++)
            mixture.TryAnswer(inputs, MixtureRequest.Plain);

        // decision with its scores, answer; the vectors alone would be 4,096 bytes an input
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (10 * 32), 0, 900);
    }

    private ExpertMixture Uniform(Random random, int experts)
    {
        var encoder = new DirectLetterEncoder(1024);
        var made = new BuiltInExperts(Path.Combine(_folder, "uniform"), encoder.Description, random);
        var gate = Make.Gate(new GateFile { Id = "g", Version = "1.0.0", TrainedFor = [.. Enumerable.Range(0, experts).Select(i => $"e{i}")], Scorer = new GateComponent("linear"), Selector = new GateComponent("top-k") }, encoder.Description);
        return new ExpertMixture(encoder, gate, [.. Enumerable.Range(0, experts).Select(i => Make.Expert($"e{i}", made.Make(BuiltInExperts.Kinds[i % 2], RandomMixtures.Labels)))], new MixtureOptions());
    }

    private static string Text(Random random) => RandomMixtures.Text(random);
}
