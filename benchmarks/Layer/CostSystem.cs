using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Mixture;
using MoECollab.Mixture.Kinds;
using MoECollab.Mixture.Mixing;
using TorchSharp;

namespace MoECollab.Benchmarks.Layer;

/// <summary>Mixtures over one set of experts: one of all of them, or as many as it takes of so many each.</summary>
internal sealed class CostSystem : IDisposable
{
    private const int Labels = 25;
    private const float Pull = 10f; // far above the largest of a thousand scores of random vectors

    private CostSystem(ExpertMixture[] mixtures, ComposedGate[] gates) => (Mixtures, Gates) = (mixtures, gates);

    public ExpertMixture[] Mixtures { get; }

    public ComposedGate[] Gates { get; }

    /// <summary>Adapters with r = 32 and 25 labels each.</summary>
    public static MixtureExpert[] Experts(int count, PlacedVectors encoder)
    {
        var factory = (ITrainableExpertFactory)BuiltInKinds.Find("adapter");
        return [.. Enumerable.Range(0, count).Select(number =>
        {
            var id = $"expert{number:0000}";
            var expert = factory.CreateUntrained(new ExpertContext
            {
                Id = id,
                Version = "1.0.0",
                Device = new(DeviceType.CPU),
                Encoder = encoder.Description,
                Files = NoFiles.Instance,
                Labels = [.. Enumerable.Range(0, Labels).Select(label => $"{id}/{label:00}")],
                Options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
                Logger = NullLogger.Instance,
            });
            return new MixtureExpert(new ExpertDescriptor(id, "1.0.0", expert.Output), expert);
        })];
    }

    /// <summary>Mixtures of so many experts each, with a linear gate of their own.</summary>
    public static CostSystem Of(MixtureExpert[] experts, int each, PlacedVectors encoder)
    {
        MixtureExpert[][] sets = [.. experts.Chunk(each)];
        ComposedGate[] gates = [.. sets.Select(set =>
        {
            var file = new GateFile { Id = "gate", Version = "1.0.0", TrainedFor = [.. set.Select(expert => expert.Descriptor.Id)], Scorer = new GateComponent("linear"), Selector = new GateComponent("top-k") };
            return new GateBuilder(GatingRegistry.BuiltIn, NullLogger.Instance).Build(file, NoFiles.Instance, new GateSurroundings(encoder.Description, new(DeviceType.CPU), new GateOptions()));
        })];
        return new CostSystem([.. sets.Zip(gates, (set, gate) => new ExpertMixture(encoder, gate, set, new MixtureOptions()))], gates);
    }

    /// <summary>Vectors that the first mixture's gate sends to four experts only, however many there are.</summary>
    public float[] VectorsForFour(int count, int size)
    {
        var vectors = HashedValues.Of(count * size, 5, 1);
        var weights = ((ITrainableScorer)Gates[0].Scorer).Module.get_parameter("weight")!;
        var installed = (int)weights.shape[0];
        using var data = weights.detach().data<float>();
        var rows = data.ToArray();
        for (var i = 0; i < count; i++)
        {
            var expert = i * 7 % 4 * (installed / 4);
            for (var j = 0; j < size; j++)
                vectors[(i * size) + j] += Pull * rows[(expert * size) + j];
        }

        return vectors;
    }

    public void Dispose()
    {
        foreach (var gate in Gates)
            gate.Dispose();
    }
}
