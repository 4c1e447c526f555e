using System.Globalization;
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
using MoECollab.Training.Experts;
using MoECollab.Training.Measuring;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Studies.Costs;

/// <summary>A mixture of any size with random weights: adapters behind a linear gate, as a host would load them.</summary>
internal sealed class RandomMixture : IDisposable
{
    public const int Rank = 32;
    public const int Classes = 10;

    private const int CountedInputs = 1000;
    private const int Rounds = 3;
    private const string Version = "1.0.0";

    private readonly IEncoder _encoder;
    private readonly ComposedGate _gate;
    private readonly List<MixtureExpert> _experts;
    private readonly ExpertMixture _mixture;

    private RandomMixture(IEncoder encoder, ComposedGate gate, List<MixtureExpert> experts)
    {
        (_encoder, _gate, _experts) = (encoder, gate, experts);
        _mixture = new ExpertMixture(encoder, gate, experts, new MixtureOptions());
    }

    /// <summary>What one more expert adds to a linear gate: its row.</summary>
    public int GateRow => _encoder.Description.HiddenSize;

    /// <summary>What one expert takes: down and up again, and the head.</summary>
    public int ExpertWork => ((2 * Rank) + Classes) * _encoder.Description.HiddenSize;

    /// <summary>Bytes of the experts' weights and of the gate's.</summary>
    public long Bytes => _experts.Sum(expert => expert.Expert.Traits.WeightBytes) + (sizeof(float) * _gate.Scorer.ParameterCount);

    public static RandomMixture Create(IEncoder encoder, int size, StudyRun run)
    {
        manual_seed(1);
        var folder = Path.Combine(run.WorkFolder, "expert");
        var factory = (ITrainableExpertFactory)BuiltInKinds.Find("adapter");
        var experts = Enumerable.Range(0, size).Select(number => Expert(factory, encoder, number, folder)).ToList();
        string[] ids = [.. experts.Select(expert => expert.Descriptor.Id)];
        var gate = new GateFile { Id = "gate", Version = Version, TrainedFor = ids, Scorer = new GateComponent("linear"), Selector = new GateComponent("top-k") };
        var surroundings = new GateSurroundings(encoder.Description, new(DeviceType.CPU), new GateOptions());
        return new RandomMixture(encoder, new GateBuilder(GatingRegistry.BuiltIn, NullLogger.Instance).Build(gate, NoFiles.Instance, surroundings), experts);
    }

    /// <summary>Mean multiply-adds of the encoder alone.</summary>
    public double EncoderWork(IReadOnlyList<RawInput> inputs) => inputs.Take(CountedInputs).Average(input => (double)_encoder.MultiplyAdds(input));

    /// <summary>Mean multiply-adds of an answer.</summary>
    /// <param name="inputs">The texts; the first thousand are counted.</param>
    /// <param name="kept">k; null for all.</param>
    public double Work(IReadOnlyList<RawInput> inputs, int? kept) =>
        _mixture.Answer([.. inputs.Take(CountedInputs)], Request(kept) with { CountWork = true }).Average(answer => (double)answer.MultiplyAdds!.Value);

    /// <summary>Median microseconds of an answer, the best of three rounds: the first compiles, any may be disturbed.</summary>
    public double Microseconds(IReadOnlyList<RawInput> inputs, int? kept)
    {
        var request = Request(kept);
        return Enumerable.Range(0, Rounds).Min(_ => Latency.Median(inputs, input => _mixture.Answer(input, request), TimeProvider.System) ?? 0);
    }

    public void Dispose()
    {
        _gate.Dispose();
        foreach (var expert in _experts) expert.Expert.Dispose();
    }

    private MixtureRequest Request(int? kept) => new() { Experts = kept ?? _experts.Count };

    // Written and read back: a loaded expert keeps what answering one text needs, an untrained one does not.
    private static MixtureExpert Expert(ITrainableExpertFactory factory, IEncoder encoder, int number, string folder)
    {
        string[] labels = [.. Enumerable.Range(0, Classes).Select(label => string.Create(CultureInfo.InvariantCulture, $"{number:D3}/{label}"))];
        var name = new ExpertName(string.Create(CultureInfo.InvariantCulture, $"expert-{number:D3}"), Version);
        var context = new ExpertContext
        {
            Id = name.Id,
            Version = name.Version,
            Device = new(DeviceType.CPU),
            Encoder = encoder.Description,
            Files = NoFiles.Instance,
            Labels = labels,
            Options = new Dictionary<string, string> { ["rank"] = Rank.ToString(CultureInfo.InvariantCulture) },
            Logger = NullLogger.Instance,
        };
        using (var untrained = factory.CreateUntrained(context)) untrained.Save(folder);
        var loaded = factory.Create(context with { Files = new PackageFiles(folder) });
        return new MixtureExpert(new ExpertDescriptor(name.Id, name.Version, new ClassSpace(labels)), loaded);
    }
}
