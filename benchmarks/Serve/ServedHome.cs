using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Encoders;
using MoECollab.Gating.Composing;
using MoECollab.Loading;
using MoECollab.Mixture.Kinds;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Labels;
using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.Mixtures;
using MoECollab.Text;
using MoECollab.Training.Data;
using MoECollab.Training.Homes;
using MoECollab.Training.Packages;
using MoECollab.Weights;
using TorchSharp;

namespace MoECollab.Benchmarks.Serve;

/// <summary>A home of so many adapter experts over hashed n-grams (d = 256, r = 32, 25 labels each), trained a little on generated texts.</summary>
internal sealed class ServedHome
{
    private const int Labels = 25, TextsPerLabel = 8;
    private const string Version = "1.0.0";
    private const string Scheme = "ngram1-w2-c0-0-b18-d";

    private ServedHome(Home home, IReadOnlyList<string> texts)
    {
        Home = home;
        Texts = texts;
    }

    public Home Home { get; }

    /// <summary>Texts of all its domains, in a drawn order.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Generates the texts and trains encoder, experts and gate.</summary>
    public static ServedHome Create(string folder, int experts)
    {
        var data = Path.Combine(folder, "data");
        new GeneratedData(seed: 1).Write(data, experts, Labels, TextsPerLabel);
        var read = LabelledData.Read(data, new DataColumns());
        using var encoder = PluginFactory.Open(Path.Combine(AppContext.BaseDirectory, "plugins", "HashedNGramEncoder"), PackageRole.Encoder, new LoadOptions { Device = new(DeviceType.CPU) });
        var home = new Home(Path.Combine(folder, "home"));
        new HomeTrainer(TimeProvider.System).Train(new HomePlan(
            home,
            read,
            new EncoderPlan(encoder.As<ITrainableEncoderFactory>(), PackageCode.Plugin(encoder.Component, encoder.AssemblyFolder), "words", Version) { Options = Options(("scheme", Scheme), ("texts", "4000")) },
            new ExpertPlan(BuiltInKinds.Find("adapter"), PackageCode.BuiltIn("adapter"), Version) { Options = Options(("epochs", "2"), ("batch", "64"), ("rank", "32")) },
            new GatePlan("linear", "gate", Version) { Options = Options(("epochs", "2"), ("batch", "256")) })
        {
            Logger = NullLogger.Instance,
        });
        // Whether the trained gate earned its place on generated texts is not what is measured here: all homes get the same kind.
        (MixtureConfiguration.Read(home) with { Gate = $"gate@{Version}" }).Write(home);
        string[] texts = [.. read.Rows(Split.Train).Select(row => row.Text).Distinct(StringComparer.Ordinal)];
        new Random(1).Shuffle(texts);
        return new ServedHome(home, texts);
    }

    /// <summary>Writes the home's weights into one safetensors file, and the labels of its experts beside it, for the Python side.</summary>
    public void Export(string weightsPath, string labelsPath)
    {
        var mixture = MixtureConfiguration.Read(Home);
        var all = new List<NamedWeights>();
        using (var encoder = Open(PackageRole.Encoder, "words", "moe/model.safetensors"))
        {
            all.Add(Copy(encoder, "embedding.weight", "encoder.weight"));
            all.Add(NamedWeights.Of("encoder.buckets", encoder.Integers("embedding.buckets", -1), encoder.Entries["embedding.buckets"].Shape));
            all.Add(NamedWeights.Of("encoder.bits", [int.Log2(NGramScheme.Parse(Scheme).Buckets)], 1));
        }

        var gateFolder = Home.Locate(PackageRole.Gate, mixture.GateName!.Id, Version).Folder;
        var gate = GateFile.Read(new PackageFiles(gateFolder));
        using (var weights = new PackageFiles(gateFolder).OpenWeights(Directory.EnumerateFiles(Path.Combine(gateFolder, "moe"), "*.safetensors").Select(path => "moe/" + Path.GetFileName(path)).Single()))
        {
            all.Add(Copy(weights, "weight", "gate.weight"));
            all.Add(Copy(weights, "bias", "gate.bias"));
        }

        var labels = new List<IReadOnlyList<string>>();
        foreach (var (expert, at) in gate.TrainedFor.Select((id, at) => (id, at)))
        {
            var package = Home.Locate(PackageRole.Expert, expert, Version);
            var manifest = ManifestReader.Read(package);
            labels.Add(LabelFile.Read(package.Folder, manifest));
            using var weights = Open(PackageRole.Expert, expert, "moe/adapter_model.safetensors");
            foreach (var name in (string[])["down.weight", "up.weight", "head.weight", "head.bias"])
                all.Add(Copy(weights, name, $"experts.{at}.{name}"));
            var temperature = manifest.Options?.GetValueOrDefault("temperature") ?? weights.Metadata.GetValueOrDefault("temperature") ?? "1";
            all.Add(NamedWeights.Of($"experts.{at}.temperature", [float.Parse(temperature, CultureInfo.InvariantCulture)], 1));
        }

        WeightWriter.Write(weightsPath, all);
        File.WriteAllText(labelsPath, JsonSerializer.Serialize(labels));
    }

    private WeightFile Open(PackageRole role, string id, string path) => new PackageFiles(Home.Locate(role, id, Version).Folder).OpenWeights(path);

    private static NamedWeights Copy(WeightFile file, string name, string newName)
    {
        long[] shape = [.. file.Entries[name].Shape];
        return NamedWeights.Of(newName, file.Floats(name, shape), shape);
    }

    private static Dictionary<string, string> Options(params (string Name, string Value)[] options) =>
        options.ToDictionary(option => option.Name, option => option.Value, StringComparer.OrdinalIgnoreCase);
}
