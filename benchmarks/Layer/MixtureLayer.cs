using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Mixture;
using MoECollab.Mixture.Mixing;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Benchmarks.Layer;

/// <summary>The layer as a whole mixture of experts with a forward of their own: encoding, decisions, grouping, answers and traces are inside, of which the other forms have nothing.</summary>
internal sealed class MixtureLayer : ILayer
{
    private readonly ComposedGate _gate;
    private readonly MixtureExpert[] _experts;
    private readonly ExpertMixture _mixture;
    private readonly PlacedVectors _encoder;
    private readonly RawInput[] _rows;

    public MixtureLayer(LayerCell cell, long seed)
    {
        _encoder = new PlacedVectors(cell.Size, cell.Rows);
        _rows = [.. Enumerable.Range(0, cell.Rows).Select(row => new RawInput(row.ToString(CultureInfo.InvariantCulture)))];
        string[] ids = [.. Enumerable.Range(0, cell.Experts).Select(number => $"expert{number:0000}")];
        var selector = new GateComponent("top-k") { Options = new Dictionary<string, string> { ["k"] = cell.Kept.ToString(CultureInfo.InvariantCulture) } };
        var file = new GateFile { Id = "gate", Version = "1.0.0", TrainedFor = ids, Scorer = new GateComponent("linear"), Selector = selector };
        _gate = new GateBuilder(GatingRegistry.BuiltIn, NullLogger.Instance).Build(file, NoFiles.Instance, new GateSurroundings(_encoder.Description, new(DeviceType.CPU), new GateOptions()));
        using (no_grad())
        using (var weights = tensor(HashedValues.Of(cell.Experts * cell.Size, seed + 1, 1), [cell.Experts, cell.Size]))
        {
            var module = ((ITrainableScorer)_gate.Scorer).Module;
            module.get_parameter("weight")!.copy_(weights);
            module.get_parameter("bias")!.zero_();
        }

        _experts = [.. ids.Select((id, number) =>
        {
            var expert = new OwnForwardExpert(cell, seed, number);
            return new MixtureExpert(new ExpertDescriptor(id, "1.0.0", expert.Output), expert);
        })];
        _mixture = new ExpertMixture(_encoder, _gate, _experts, new MixtureOptions());
    }

    /// <summary>Answers into the caller's memory.</summary>
    public void Run(float[] input, float[] output)
    {
        _encoder.Place(input);
        _ = _mixture.TryAnswer(_rows, new MixtureRequest { Vectors = output });
    }

    /// <summary>Gives answers that have memory of their own.</summary>
    public void RunApart(float[] input)
    {
        _encoder.Place(input);
        _ = _mixture.TryAnswer(_rows, MixtureRequest.Plain);
    }

    public void Dispose()
    {
        _gate.Dispose();
        foreach (var expert in _experts)
            expert.Expert.Dispose();
    }
}
