using MoECollab.Experts;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Training.Fitting;

/// <summary>Inputs with the class of each, ready to be cut into batches: encodings and classes lie on the device.</summary>
internal sealed class ClassifiedInputs : IDisposable
{
    private readonly RawInput[] _inputs;
    private readonly EncodedInputs? _hidden;
    private readonly Tensor _classes;
    private readonly Device _device;

    /// <summary>Takes ownership of the encodings.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="labels">The classes, in order; every example's label is one of them.</param>
    /// <param name="hidden">Encodings of the examples, or null.</param>
    /// <param name="device">Where batches go.</param>
    public ClassifiedInputs(IReadOnlyList<LabelledInput> examples, IReadOnlyList<string> labels, EncodedInputs? hidden, Device device)
    {
        var classOf = labels.Select((label, index) => (label, index)).ToDictionary(pair => pair.label, pair => (long)pair.index, StringComparer.Ordinal);
        _inputs = [.. examples.Select(example => example.Input)];
        _hidden = hidden;
        _device = device;
        using var scope = NewDisposeScope();
        long[] classes = [.. examples.Select(example => classOf[example.Label])];
        _classes = tensor(classes, device: device).DetachFromDisposeScope();
    }

    public int Count => _inputs.Length;

    /// <summary>Some examples, by position; the tensors belong to the caller's scope.</summary>
    public (ExpertBatch Batch, Tensor Classes) Batch(ReadOnlySpan<int> rows)
    {
        var inputs = new RawInput[rows.Length];
        var positions = new long[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            inputs[i] = _inputs[rows[i]];
            positions[i] = rows[i];
        }

        var index = tensor(positions, device: _device);                         // [b]
        return (new ExpertBatch(inputs, _hidden?.Rows(index)), _classes.index_select(0, index));
    }

    /// <summary>A run of examples; the tensors belong to the caller's scope.</summary>
    public (ExpertBatch Batch, Tensor Classes) Run(int start, int count) =>
        (new ExpertBatch(_inputs[start..(start + count)], _hidden?.Rows(start, count)), _classes.narrow(0, start, count));

    public void Dispose()
    {
        _hidden?.Dispose();
        _classes.Dispose();
    }
}
