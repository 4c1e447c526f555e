using MoECollab.Experts;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;
using MoECollab.Text.Learning;

namespace MoECollab.Mixture.Tests.Mixing;

public sealed class HostMemoryBatchTests : IDisposable
{
    private static readonly string[] Scorers = ["linear", "mlp", "prototype", "ngram", "noisy-linear"];
    private static readonly string[] Selectors = ["top-k", "top-p", "switch", "threshold"];
    private static readonly string[] Labels = [.. Enumerable.Range(0, 12).Select(i => $"label{i:00}")];

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
        for (var round = 0; round < 12; round++)
        {
            var (fast, operators, parts) = RandomMixtures(random, $"{seed}-{round}");
            foreach (var rows in (int[])[1, 2, 3, 7, 40])
            {
                RawInput[] inputs = [.. Enumerable.Range(0, rows).Select(_ => new RawInput(Text(random)))];
                var request = new MixtureRequest { Probabilities = true, CountWork = true, Experts = random.Next(3) == 0 ? null : random.Next(1, 4) };

                var (expected, actual) = (operators.TryAnswer(inputs, request), fast.TryAnswer(inputs, request));

                for (var row = 0; row < rows; row++)
                    AssertEqual(expected[row], actual[row]);
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
        return new ExpertMixture(encoder, gate, [.. Enumerable.Range(0, experts).Select(i => Make.Expert($"e{i}", made.Make(BuiltInExperts.Kinds[i % 2], Labels)))], new MixtureOptions());
    }

    private (ExpertMixture Fast, ExpertMixture Operators, IReadOnlyList<IDisposable> Parts) RandomMixtures(Random random, string name)
    {
        var size = random.Next(1, 40);
        var encoder = random.Next(3) > 0 ? new DirectLetterEncoder(size) : new LetterEncoder(size);
        var built = new BuiltInExperts(Path.Combine(_folder, name), encoder.Description, random);
        var experts = Enumerable.Range(0, random.Next(1, 9)).Select(i => Make.Expert($"e{i}", Expert(random, built, size), Vector(random, size))).ToList();
        var scorer = Scorers[random.Next(Scorers.Length)];
        string[] trained = scorer == "prototype" ? [] : [.. experts.Where(_ => random.Next(5) > 0).Select(expert => expert.Descriptor.Id).DefaultIfEmpty("e0")];
        var file = new GateFile
        {
            Id = "g",
            Version = "1.0.0",
            TrainedFor = trained,
            Scorer = new GateComponent(scorer),
            Transforms = [new GateComponent("temperature") { Options = new Dictionary<string, string> { ["value"] = "0.7" } }],
            Selector = new GateComponent(Selectors[random.Next(Selectors.Length)]),
        };
        var gate = Make.Gate(file, scorer == "ngram" ? GateFiles(trained.Length) : NoFiles.Instance, encoder.Description);
        var options = new MixtureOptions { Temperature = random.Next(2) == 0 ? 1 : 1.3 };
        return (new ExpertMixture(encoder, gate, experts, options), new ExpertMixture(encoder, gate, experts, options with { Direct = DirectPath.Never }), [gate, .. experts.Select(expert => expert.Expert)]);
    }

    private static IExpert Expert(Random random, BuiltInExperts built, int size)
    {
        string[] own = [.. Labels.OrderBy(_ => random.Next()).Take(random.Next(1, 6))];
        return random.Next(9) switch
        {
            0 => new LinearDirectExpert(random, own, size),
            1 => new TensorOnlyExpert(new LinearDirectExpert(random, own, size)),
            2 => new TableExpert(own, text => text.Length % 3 == 0 ? throw new InvalidOperationException("no") : [.. own.Select((_, i) => i == 0 ? 1f : 0f)]),
            3 => built.Make("adapter", own, spoilt: true),
            var other => built.Make(BuiltInExperts.Kinds[(other + random.Next(5)) % 5], own),
        };
    }

    private FolderFiles GateFiles(int columns)
    {
        var folder = Path.Combine(_folder, $"gate-{columns}");
        if (Directory.Exists(folder))
            return new FolderFiles(folder);
        Directory.CreateDirectory(Path.Combine(folder, "moe"));
        LabelledText[] texts = [.. Enumerable.Range(0, 4 * columns).Select(i => new LabelledText($"{(char)('a' + (i % columns))}{(char)('a' + (i % 5))} abc", i % columns))];
        NGramLearner.Train(texts, [], columns, new NGramLearning { Epochs = 1 }, CancellationToken.None).Save(Path.Combine(folder, "moe", "scorer.safetensors"));
        return new FolderFiles(folder);
    }

    private static void AssertEqual(MixtureOutcome expected, MixtureOutcome actual)
    {
        Assert.Equal(expected.Fault?.Message, actual.Fault?.Message);
        if (expected.Answer is not { } wanted || actual.Answer is not { } got)
        {
            Assert.Equal(expected.Answer is null, actual.Answer is null);
            return;
        }

        Assert.Equal(wanted.Kind, got.Kind);
        Assert.Equal(wanted.TraceId, got.TraceId);
        Assert.Equal(wanted.Experts.Select(expert => expert.Id), got.Experts.Select(expert => expert.Id));
        Assert.Equal(wanted.Dropped, got.Dropped);
        Assert.Equal(wanted.Decision.Reasons, got.Decision.Reasons);
        Assert.Equal(wanted.Decision.Cold, got.Decision.Cold);
        Assert.Equal(wanted.MultiplyAdds, got.MultiplyAdds);
        Assert.Equal(wanted.Probability, got.Probability, 1e-5f);
        Assert.Equal(wanted.Entropy, got.Entropy, 1e-5f);
        foreach (var (first, second) in wanted.Experts.Zip(got.Experts))
            Assert.Equal(first.Weight, second.Weight, 1e-5f);
        Assert.Equal(wanted.Probabilities?.Keys, got.Probabilities?.Keys);
        foreach (var (label, probability) in wanted.Probabilities ?? new Dictionary<string, float>())
            Assert.Equal(probability, got.Probabilities![label], 1e-5f);
    }

    private static string Text(Random random) => new([.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => (char)('a' + random.Next(26)))]);

    private static float[] Vector(Random random, int size) => [.. Enumerable.Range(0, size).Select(_ => (float)((random.NextDouble() * 2) - 1))];
}
