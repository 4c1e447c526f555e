using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Gating.Composing;
using MoECollab.Mixture;
using MoECollab.Mixture.Kinds;
using MoECollab.Mixture.Mixing;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using MoECollab.Training.Data;
using MoECollab.Training.Experts;
using MoECollab.Training.Homes;
using MoECollab.Training.Packages;
using TorchSharp;

namespace MoECollab.Studies.Comparing;

/// <summary>What <c>moe fit</c> makes of a data folder, opened: n-gram experts, one vocabulary, the scorer <c>ngram</c>.</summary>
internal sealed class TextMixture : IDisposable
{
    private const string Version = "1.0.0";
    private const string GateId = "gate";
    private const string Kind = "ngram";

    private TextMixture(Home home, TrainedHome trained, IReadOnlyList<MixtureExpert> experts)
    {
        Home = home;
        Trained = trained;
        Experts = experts;
        Gate = Build(GateFile.Read(GateFiles), GateFiles);
        Mixture = With(Gate);
    }

    public Home Home { get; }

    public TrainedHome Trained { get; }

    public IReadOnlyList<MixtureExpert> Experts { get; }

    public ComposedGate Gate { get; }

    /// <summary>Experts behind the trained gate.</summary>
    public ExpertMixture Mixture { get; }

    /// <summary>The file of the vocabulary that its parts share.</summary>
    public string Vocabulary => SharedVocabulary.PathIn(Home);

    /// <summary>Learned values of gate and experts.</summary>
    public long Parameters => Gate.Scorer.ParameterCount + Experts.Sum(expert => expert.Expert.Traits.ParameterCount);

    private PackageFiles GateFiles => new(Home.Locate(PackageRole.Gate, GateId, Version).Folder);

    /// <summary>Trains it as <c>moe fit --encoder none</c> does.</summary>
    /// <param name="data">What to learn from.</param>
    /// <param name="folder">The home; an earlier one there is finished or replaced.</param>
    /// <param name="run">Stops it.</param>
    /// <param name="seed">The seed.</param>
    public static TextMixture Train(LabelledData data, string folder, StudyRun run, long seed)
    {
        var home = new Home(folder);
        var plan = new HomePlan(home, data, null, new ExpertPlan(BuiltInKinds.Find(Kind), PackageCode.BuiltIn(Kind), Version), new GatePlan(Kind, GateId, Version))
        {
            CheckpointFolder = Path.Combine(folder, ".fit"),
            Seed = seed,
            SharesVocabulary = true,
            Logger = NullLogger.Instance,
            Cancellation = run.Plan.Cancellation,
        };
        var trained = new HomeTrainer(TimeProvider.System).Train(plan);
        return new TextMixture(home, trained, [.. trained.Experts.Select(manifest => Open(plan, manifest))]);
    }

    /// <summary>The same experts behind another gate.</summary>
    public ExpertMixture With(ComposedGate gate) => new(null, gate, Experts, new MixtureOptions());

    /// <summary>All experts, equal weights; owned by the caller.</summary>
    public static ComposedGate Uniform() => Build(new GateFile { Id = "uniform", Version = Version, Scorer = new GateComponent("uniform"), Selector = new GateComponent("top-k") }, NoFiles.Instance);

    public void Dispose()
    {
        Gate.Dispose();
        foreach (var expert in Experts) expert.Expert.Dispose();
    }

    private static ComposedGate Build(GateFile gate, MoECollab.Packages.IPackageFiles files) =>
        new GateBuilder(GatingRegistry.BuiltIn, NullLogger.Instance).Build(gate, files, new GateSurroundings(ExpertContexts.NoEncoder, new(DeviceType.CPU), new GateOptions()));

    private static MixtureExpert Open(HomePlan plan, PackageManifest manifest)
    {
        var opened = new ExpertStage(plan, null, null, new FinishedParts(null), TimeProvider.System).Open(manifest);
        return new MixtureExpert(opened.Descriptor, opened.Expert);
    }
}
