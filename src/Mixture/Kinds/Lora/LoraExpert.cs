using MoECollab.Experts;
using MoECollab.Gating.Numerics;
using MoECollab.Gating.Numerics.Panels;
using MoECollab.Gating.Numerics.Stacks;
using MoECollab.Inputs;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Kinds.Lora;

/// <summary>softmax(W h + b) with the low-rank update merged into W.</summary>
internal sealed unsafe class LoraExpert : IDirectExpert, IRowLogits, IStackable
{
    private readonly PackedMatrix _packed;
    private readonly Tensor _transposed; // [d, C]
    private readonly Tensor _offsets; // [C]

    public LoraExpert(IReadOnlyList<string> labels, float[] weight, float[] bias, Device device)
    {
        _packed = new PackedMatrix(weight, bias, weight.Length / bias.Length);
        Output = new ClassSpace(labels);
        using var scope = NewDisposeScope();
        _transposed = HostMemory.Write(weight, weight.Length / bias.Length, device).t().contiguous().DetachFromDisposeScope();
        _offsets = tensor(bias, device: device).DetachFromDisposeScope();
    }

    public long ParameterCount { get; init; }

    public OutputSpace Output { get; }

    public ExpertTraits Traits => new()
    {
        Needs = InputNeeds.Hidden,
        ParameterCount = ParameterCount,
        WeightBytes = (sizeof(float) * (_packed.Inputs + 1L) * _packed.Outputs) + _packed.Bytes,
        MultiplyAdds = (long)_packed.Inputs * _packed.Outputs,
    };

    public ExpertOutput Run(ExpertBatch batch)
    {
        using var scope = NewDisposeScope();
        return ExpertOutput.FromLogits((batch.Hidden!.mm(_transposed) + _offsets).MoveToOuterDisposeScope()); // [B, C]
    }

    public void Run(ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, Span<float> probabilities)
    {
        _packed.Product(hidden, probabilities);
        Softmax.Into(probabilities, probabilities);
    }

    public void Logits(RowPlaces hidden, int count, Span<float> logits)
    {
        if (hidden.Stride != _packed.Inputs)
            throw new ArgumentException($"The hidden vectors have {hidden.Stride} values; this expert was made for {_packed.Inputs}.", nameof(hidden));
        fixed (float* outputs = logits)
            _packed.Product(hidden, new RowPlaces(outputs, _packed.Outputs, null), null, count);
    }

    public long Changes => 0;

    public StackForm Form()
    {
        using var scope = NewDisposeScope();
        return new StackForm(_packed.Inputs, BlockActivation.Relu, [], [], [], HostMemory.Read(_transposed.t()), HostMemory.Read(_offsets));
    }

    public void Dispose()
    {
        _transposed.Dispose();
        _offsets.Dispose();
    }
}
