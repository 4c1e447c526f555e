using MoECollab.Experts;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;
using MoECollab.Tests;

namespace MoECollab.Mixture.Tests.Mixing;

public class DirectPathTests
{
    private static readonly string[] Selectors = ["top-k", "top-p", "switch", "threshold"];
    private static readonly string[] Scorers = ["linear", "mlp", "prototype", "uniform"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Direct_answers_equal_the_tensors_within_1e_5_over_random_mixtures(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 25; round++)
        {
            var (direct, tensors, gate) = RandomMixtures(random);
            using var owned = gate;
            for (var i = 0; i < 8; i++)
            {
                var input = new RawInput(Text(random));
                var request = new MixtureRequest { Probabilities = true, CountWork = true };

                AssertEqual(tensors.Answer([input, input], request)[0], direct.Answer(input, request));
            }
        }
    }

    [Fact]
    public void Fully_direct_mixture_makes_no_tensor()
    {
        var encoder = new DirectLetterEncoder(4);
        using var gate = Make.Gate("prototype", "top-k", encoder.Description);
        var random = new Random(1);
        var mixture = new ExpertMixture(
            encoder, gate, [Make.Expert("a", new LinearDirectExpert(random, ["x", "y"], 4), [1f, 0f, 0f, 0f]), Make.Expert("b", new LinearDirectExpert(random, ["z"], 4), [0f, 1f, 0f, 0f])], new MixtureOptions());
        mixture.Answer(new RawInput("abc"), MixtureRequest.Plain);
        var made = TorchSharp.DisposeScopeManager.Statistics.CreatedOutsideScopeCount + TorchSharp.DisposeScopeManager.Statistics.CreatedInScopeCount;

        mixture.Answer(new RawInput("abd"), MixtureRequest.Plain);

        Assert.Equal(made, TorchSharp.DisposeScopeManager.Statistics.CreatedOutsideScopeCount + TorchSharp.DisposeScopeManager.Statistics.CreatedInScopeCount);
    }

    [Fact]
    public void Direct_answer_allocates_little_beyond_itself()
    {
        var encoder = new DirectLetterEncoder(4);
        using var gate = Make.Gate("prototype", "top-k", encoder.Description);
        var random = new Random(1);
        var mixture = new ExpertMixture(encoder, gate, [Make.Expert("a", new LinearDirectExpert(random, ["x", "y"], 4), [1f, 0f, 0f, 0f])], new MixtureOptions());
        var input = new RawInput("abc");
        for (var i = 0; i < 100; i++)
            mixture.Answer(input, MixtureRequest.Plain);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
            mixture.Answer(input, MixtureRequest.Plain);

        // decision, scores, request, answer: about a kilobyte, whatever the sizes of vectors and label sets
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 1600);
    }

    [Fact]
    public void Live_tensors_return_to_their_number()
    {
        var random = new Random(5);
        var (direct, tensors, gate) = RandomMixtures(random);
        using var owned = gate;
        RawInput[] inputs = [new RawInput("abc"), new RawInput("xyz"), new RawInput("hello")];
        direct.Answer(inputs[0], MixtureRequest.Plain);
        tensors.Answer(inputs, MixtureRequest.Plain);
        var before = LiveTensors.OfThisThread;

        for (var i = 0; i < 20; i++)
        {
            direct.Answer(inputs[0], MixtureRequest.Plain);
            tensors.Answer(inputs, MixtureRequest.Plain);
        }

        Assert.Equal(before, LiveTensors.OfThisThread);
    }

    private static (ExpertMixture Direct, ExpertMixture Tensors, ComposedGate Gate) RandomMixtures(Random random)
    {
        var size = random.Next(1, 30);
        var encoder = random.Next(2) == 0 ? new DirectLetterEncoder(size) : new LetterEncoder(size);
        string[] labels = [.. Enumerable.Range(0, 12).Select(i => $"label{i:00}")];
        var experts = Enumerable.Range(0, random.Next(1, 8)).Select(i =>
        {
            string[] own = [.. labels.OrderBy(_ => random.Next()).Take(random.Next(1, 6))];
            IExpert expert = new LinearDirectExpert(random, own, size);
            return Make.Expert($"e{i}", random.Next(4) == 0 ? new TensorOnlyExpert(expert) : expert, Vector(random, size));
        }).ToList();
        var gate = Make.Gate(
            new GateFile
            {
                Id = "g",
                Version = "1.0.0",
                TrainedFor = [.. experts.Where(_ => random.Next(5) > 0).Select(expert => expert.Descriptor.Id).DefaultIfEmpty("e0")],
                Scorer = new GateComponent(Scorers[random.Next(Scorers.Length)]),
                Transforms = [new GateComponent("temperature") { Options = new Dictionary<string, string> { ["value"] = "0.7" } }],
                Selector = new GateComponent(Selectors[random.Next(Selectors.Length)]),
            },
            encoder.Description);
        var options = new MixtureOptions { Temperature = random.Next(2) == 0 ? 1 : 1.3, Experts = random.Next(1, 4) };
        return (new ExpertMixture(encoder, gate, experts, options), new ExpertMixture(encoder, gate, experts, options with { Direct = DirectPath.Never }), gate);
    }

    private static void AssertEqual(MixtureAnswer expected, MixtureAnswer actual)
    {
        Assert.Equal(expected.Kind, actual.Kind);
        Assert.Equal(expected.Experts.Select(expert => expert.Id), actual.Experts.Select(expert => expert.Id));
        Assert.Equal(expected.Probability, actual.Probability, 1e-5f);
        Assert.Equal(expected.Entropy, actual.Entropy, 1e-5f);
        Assert.Equal(expected.MultiplyAdds, actual.MultiplyAdds);
        Assert.Equal(expected.Decision.Cold, actual.Decision.Cold);
        foreach (var (first, second) in expected.Experts.Zip(actual.Experts))
            Assert.Equal(first.Weight, second.Weight, 1e-5f);
        if (expected.Probabilities is null)
            return;
        Assert.Equal(expected.Probabilities.Keys, actual.Probabilities!.Keys);
        foreach (var (label, probability) in expected.Probabilities)
            Assert.Equal(probability, actual.Probabilities[label], 1e-5f);
    }

    private static string Text(Random random) => new([.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => (char)('a' + random.Next(26)))]);

    private static float[] Vector(Random random, int size) => [.. Enumerable.Range(0, size).Select(_ => (float)((random.NextDouble() * 2) - 1))];
}
