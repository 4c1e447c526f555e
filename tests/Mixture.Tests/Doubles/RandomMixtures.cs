using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Gating.Composing;
using MoECollab.Mixture.Mixing;
using MoECollab.Text.Learning;

namespace MoECollab.Mixture.Tests.Doubles;

/// <summary>Pairs of mixtures of the same random experts under the same random gate: one that answers as it can, one on the operators alone.</summary>
/// <param name="folder">For weights.</param>
internal sealed class RandomMixtures(string folder)
{
    public static readonly string[] Labels = [.. Enumerable.Range(0, 12).Select(i => $"label{i:00}")];

    private static readonly string[] Scorers = ["linear", "mlp", "prototype", "ngram", "noisy-linear"];
    private static readonly string[] Selectors = ["top-k", "top-p", "switch", "threshold"];

    /// <summary>What the first mixture has of options.</summary>
    public Func<MixtureOptions, MixtureOptions> Faster { get; init; } = options => options;

    /// <summary>Which texts have vectors that are not numbers; null for none.</summary>
    public Func<string, bool>? IsSpoilt { get; init; }

    /// <summary>Whether half of the experts are of kinds of their own, rather than few.</summary>
    public bool OwnKinds { get; init; } = true;

    /// <summary>Makes the two.</summary>
    /// <param name="random">Says what is in them.</param>
    /// <param name="name">A folder's.</param>
    public (ExpertMixture Fast, ExpertMixture Operators, IReadOnlyList<IDisposable> Parts) Make(Random random, string name)
    {
        var size = random.Next(1, 40);
        IEncoder encoder = random.Next(3) > 0 ? new DirectLetterEncoder(size) : new LetterEncoder(size);
        if (IsSpoilt is not null)
            encoder = new SpoiltEncoder(encoder, IsSpoilt);
        var built = new BuiltInExperts(Path.Combine(folder, name), encoder.Description, random);
        var experts = Enumerable.Range(0, random.Next(1, 9)).Select(i => Doubles.Make.Expert($"e{i}", Expert(random, built, size), Vector(random, size))).ToList();
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
        var gate = Doubles.Make.Gate(file, scorer == "ngram" ? GateFiles(trained.Length) : NoFiles.Instance, encoder.Description);
        var options = new MixtureOptions { Temperature = random.Next(2) == 0 ? 1 : 1.3 };
        return (new ExpertMixture(encoder, gate, experts, Faster(options)), new ExpertMixture(encoder, gate, experts, options with { Direct = DirectPath.Never }), [gate, .. experts.Select(expert => expert.Expert)]);
    }

    private IExpert Expert(Random random, BuiltInExperts built, int size)
    {
        string[] own = [.. Labels.OrderBy(_ => random.Next()).Take(random.Next(1, 6))];
        return random.Next(OwnKinds ? 9 : 4 * 9) switch
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
        var own = Path.Combine(folder, $"gate-{columns}");
        if (Directory.Exists(own))
            return new FolderFiles(own);
        Directory.CreateDirectory(Path.Combine(own, "moe"));
        LabelledText[] texts = [.. Enumerable.Range(0, 4 * columns).Select(i => new LabelledText($"{(char)('a' + (i % columns))}{(char)('a' + (i % 5))} abc", i % columns))];
        NGramLearner.Train(texts, [], columns, new NGramLearning { Epochs = 1 }, CancellationToken.None).Save(Path.Combine(own, "moe", "scorer.safetensors"));
        return new FolderFiles(own);
    }

    public static string Text(Random random) => new([.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => (char)('a' + random.Next(26)))]);

    private static float[] Vector(Random random, int size) => [.. Enumerable.Range(0, size).Select(_ => (float)((random.NextDouble() * 2) - 1))];
}
