using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Mixture;
using MoECollab.Mixture.Kinds;
using MoECollab.Mixture.Mixing;
using MoECollab.Outputs;
using MoECollab.Packaging.Files;
using MoECollab.Text.Learning;
using MoECollab.Training;
using static TorchSharp.torch;

namespace MoECollab.Benchmarks.Text;

/// <summary>A mixture of the built-in kind <c>ngram</c>, one expert per set, and an n-gram gate, trained in a folder of its own.</summary>
internal sealed class BenchmarkMixture : IDisposable
{
    private static readonly EncoderDescription NoEncoder = new("none", "1.0.0", "sha256:none", 1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moe-bench-");
    private readonly List<IExpert> _experts = [];
    private readonly IGate _gate;

    public BenchmarkMixture(BenchmarkSet[] sets)
    {
        BenchmarkSet[] ordered = [.. sets.OrderBy(set => set.Name, StringComparer.Ordinal)];
        string[] ids = [.. ordered.Select(set => set.Name)];
        var experts = ordered.Select(Expert).ToList();
        _gate = Gate(ordered, ids);
        Mixture = new ExpertMixture(null, _gate, experts, new MixtureOptions());
    }

    public ExpertMixture Mixture { get; }

    /// <summary>All sets as one, with labels of their own.</summary>
    public static BenchmarkSet Joint(BenchmarkSet[] sets)
    {
        var (train, test, classes) = (new List<LabelledText>(), new List<LabelledText>(), 0);
        foreach (var set in sets)
        {
            train.AddRange(set.Train.Select(row => row with { Class = row.Class + classes }));
            test.AddRange(set.Test.Select(row => row with { Class = row.Class + classes }));
            classes += set.Classes;
        }

        return new BenchmarkSet("joint", [.. train], [.. test], classes);
    }

    public void Dispose()
    {
        (_gate as IDisposable)?.Dispose();
        foreach (var expert in _experts)
            expert.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Label(BenchmarkSet set, int its) => $"{set.Name}/{its}";

    private MixtureExpert Expert(BenchmarkSet set)
    {
        var folder = _folder.CreateSubdirectory(set.Name).FullName;
        string[] labels = [.. Enumerable.Range(0, set.Classes).Select(its => Label(set, its))];
        var factory = (ISelfTrainingExpertFactory)BuiltInKinds.Find("ngram");
        var options = factory.Train(new ExpertTraining
        {
            OutputFolder = folder,
            Device = CPU,
            Seed = 1,
            Logger = NullLogger.Instance,
            Labels = labels,
            Examples = [.. set.Train.Select(row => new LabelledInput(new RawInput(row.Text), Label(set, row.Class)))],
            Validation = [],
            Options = new Dictionary<string, string> { ["strengths"] = "1" },
        });
        var expert = factory.Create(new ExpertContext
        {
            Id = set.Name,
            Version = "1.0.0",
            Device = CPU,
            Encoder = NoEncoder,
            Files = new PackageFiles(folder),
            Labels = labels,
            Options = options,
            Logger = NullLogger.Instance,
        });
        _experts.Add(expert);
        return new MixtureExpert(new ExpertDescriptor(set.Name, "1.0.0", new ClassSpace(labels)), expert);
    }

    private ComposedGate Gate(BenchmarkSet[] sets, string[] ids)
    {
        var folder = _folder.CreateSubdirectory("gate").FullName;
        var examples = new List<LabelledInput>();
        var likelihoods = new List<float>();
        for (var own = 0; own < sets.Length; own++)
        {
            foreach (var row in sets[own].Train)
            {
                examples.Add(new LabelledInput(new RawInput(row.Text), Label(sets[own], row.Class)));
                for (var expert = 0; expert < sets.Length; expert++)
                    likelihoods.Add(expert == own ? 1f : 0f);
            }
        }

        var options = ((ISelfTrainingScorerFactory)GatingRegistry.BuiltIn.Find<IScorer>("ngram")).Train(new GateTraining
        {
            OutputFolder = folder,
            Device = CPU,
            Seed = 1,
            Logger = NullLogger.Instance,
            Experts = ids,
            Examples = examples,
            Likelihoods = likelihoods.ToArray(),
        });
        var file = new GateFile
        {
            Id = "ngram",
            Version = "1.0.0",
            TrainedFor = ids,
            Scorer = new GateComponent("ngram") { Options = options },
            Selector = new GateComponent("top-k"),
        };
        return new GateBuilder(GatingRegistry.BuiltIn, NullLogger.Instance).Build(file, new PackageFiles(folder), new GateSurroundings(NoEncoder, CPU, new GateOptions()));
    }
}
