using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Encoders;
using MoECollab.Gating.Composing;
using MoECollab.HashedNGramEncoder;
using MoECollab.Loading;
using MoECollab.Mixture;
using MoECollab.Mixture.Kinds;
using MoECollab.Mixture.Mixing;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;
using MoECollab.Training.Data;
using MoECollab.Training.Homes;
using MoECollab.Training.Packages;
using TorchSharp;

namespace MoECollab.Benchmarks.Predict;

/// <summary>A home trained for the benchmark, loaded, with a mixture for any number of experts that answer.</summary>
internal sealed class TrainedMixture : IDisposable
{
    private const string EncoderKind = "hashed-ngram";
    private const string Version = "1.0.0";
    private static readonly EncoderDescription NoEncoder = new("", "", "", 0);

    private readonly LoadedHome _home;
    private readonly ComposedGate _gate;

    private TrainedMixture(LoadedHome home)
    {
        _home = home;
        var name = home.Mixture!.GateName!;
        var files = new PackageFiles(home.Home.Locate(PackageRole.Gate, name.Id, name.Version).Folder);
        _gate = new GateBuilder(GatingRegistry.BuiltIn, NullLogger.Instance).Build(files, home.Encoder?.Description ?? NoEncoder, new(DeviceType.CPU), new GateOptions());
    }

    /// <summary>Experts and gate that read n-grams of the text itself.</summary>
    public static TrainedMixture OfNGrams(string folder, LabelledData data) => Train(new HomePlan(
        new Home(folder),
        data,
        null,
        new ExpertPlan(BuiltInKinds.Find("ngram"), PackageCode.BuiltIn("ngram"), Version) { Options = Options(("strengths", "1")) },
        new GatePlan("ngram", "gate", Version))
    {
        Logger = NullLogger.Instance,
    });

    /// <summary>A hashed n-gram encoder, a linear gate and adapters over its vectors.</summary>
    public static TrainedMixture OfEncoder(string folder, LabelledData data) => OfEncoder(folder, data, ("texts", "20000"));

    /// <summary>The same over what fastText reads here: words and pairs of words in 2^18 buckets, as many values.</summary>
    public static TrainedMixture OfWords(string folder, LabelledData data, int hidden) =>
        OfEncoder(folder, data, ("texts", "20000"), ("scheme", "ngram1-w2-c0-0-b18-d"), ("hidden", hidden.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The mixture in which so many experts answer each text.</summary>
    public ExpertMixture With(int experts) => new(
        _home.Encoder?.Encoder,
        _gate,
        [.. _home.Experts.Select(expert => new MixtureExpert(expert.Descriptor, expert.Expert))],
        new MixtureOptions { Experts = experts });

    public void Dispose()
    {
        _gate.Dispose();
        _home.Dispose();
    }

    private static TrainedMixture OfEncoder(string folder, LabelledData data, params (string Name, string Value)[] encoding) => Train(new HomePlan(
        new Home(folder),
        data,
        new EncoderPlan(new HashedNGramEncoderPlugin(), PackageCode.BuiltIn(EncoderKind), "words", Version) { Options = Options(encoding) },
        new ExpertPlan(BuiltInKinds.Find("adapter"), PackageCode.BuiltIn("adapter"), Version) { Options = Options(("epochs", "5"), ("batch", "256")) },
        new GatePlan("linear", "gate", Version) { Options = Options(("epochs", "5"), ("batch", "256")) })
    {
        Logger = NullLogger.Instance,
    });

    private static TrainedMixture Train(HomePlan plan)
    {
        new HomeTrainer(TimeProvider.System).Train(plan);
        var loader = new HomeLoader(new LoadOptions
        {
            Device = new(DeviceType.CPU),
            BuiltInKinds = BuiltInKinds.Experts,
            BuiltInEncoders = new Dictionary<string, IEncoderFactory> { [EncoderKind] = new HashedNGramEncoderPlugin() },
        });
        return new TrainedMixture(loader.Load(plan.Home));
    }

    private static Dictionary<string, string> Options(params (string Name, string Value)[] options) =>
        options.ToDictionary(option => option.Name, option => option.Value, StringComparer.OrdinalIgnoreCase);
}
