using MoECollab.Experts;
using MoECollab.Gating.Numerics;
using MoECollab.Inputs;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Kinds.Lora;

/// <summary>softmax(W h + b) with the low-rank update merged into W.</summary>
internal sealed class LoraExpert : IDirectExpert
{
    private readonly float[] _weight;
    private readonly float[] _bias;
    private readonly Tensor _transposed; // [d, C]
    private readonly Tensor _offsets; // [C]

    public LoraExpert(IReadOnlyList<string> labels, float[] weight, float[] bias, Device device)
    {
        _weight = weight;
        _bias = bias;
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
        WeightBytes = sizeof(float) * ((2L * _weight.Length) + (2L * _bias.Length)),
        MultiplyAdds = _weight.Length,
    };

    public ExpertOutput Run(ExpertBatch batch)
    {
        using var scope = NewDisposeScope();
        return ExpertOutput.FromLogits((batch.Hidden!.matmul(_transposed) + _offsets).MoveToOuterDisposeScope()); // [B, C]
    }

    public void Run(ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, Span<float> probabilities)
    {
        Dense.Affine(_weight, _bias, hidden, probabilities);
        Softmax.Into(probabilities, probabilities);
    }

    public void Dispose()
    {
        _transposed.Dispose();
        _offsets.Dispose();
    }
}
