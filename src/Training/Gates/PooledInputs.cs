using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Training.Fitting;
using static TorchSharp.torch;

namespace MoECollab.Training.Gates;

/// <summary>Pooled inputs with their encodings, ready to be cut into routing requests.</summary>
/// <param name="snapshot">The experts.</param>
/// <param name="examples">The examples.</param>
/// <param name="hidden">Their encodings, or null; owned.</param>
/// <param name="device">Where batches go.</param>
internal sealed class PooledInputs(ExpertSnapshot snapshot, IReadOnlyList<LabelledInput> examples, EncodedInputs? hidden, Device device) : IDisposable
{
    private readonly RawInput[] _inputs = [.. examples.Select(example => example.Input)];

    /// <summary>Extractors whose features every request carries; borrowed.</summary>
    public IReadOnlyList<IFeatureExtractor> Extractors { get; init; } = [];

    public int Count => _inputs.Length;

    /// <summary>The encodings of all inputs, or null.</summary>
    public EncodedInputs? Hidden => hidden;

    /// <summary>Some inputs, by position; the tensors belong to the caller's scope.</summary>
    /// <returns>The request, and the positions as a tensor, int64 [b].</returns>
    public (RoutingRequest Request, Tensor Rows) Batch(ReadOnlySpan<int> rows)
    {
        var inputs = new RawInput[rows.Length];
        var positions = new long[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            inputs[i] = _inputs[rows[i]];
            positions[i] = rows[i];
        }

        var index = tensor(positions, device: device);                          // [b]
        return (Request(inputs, hidden?.Rows(index)), index);
    }

    /// <summary>A run of inputs; the tensors belong to the caller's scope.</summary>
    public RoutingRequest Run(int start, int count) => Request(_inputs[start..(start + count)], hidden?.Rows(start, count));

    public void Dispose() => hidden?.Dispose();

    private RoutingRequest Request(RawInput[] inputs, Tensor? vectors)
    {
        var request = new RoutingRequest(snapshot, inputs, vectors);
        return Extractors.Count == 0 ? request : request with { Features = GateFeatures.Extract(Extractors, inputs, vectors) };
    }
}
