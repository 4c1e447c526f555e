using MoECollab.Experts;
using MoECollab.Gating.Numerics;
using MoECollab.Inputs;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Tests.Doubles;

/// <summary>softmax(W h + b) with random weights: the same model on tensors and in host memory, so that the two paths can be compared.</summary>
internal sealed class LinearDirectExpert : IDirectExpert
{
    private readonly float[] _weight;
    private readonly float[] _bias;
    private readonly int _size;

    public LinearDirectExpert(Random random, IReadOnlyList<string> labels, int size)
    {
        _size = size;
        _weight = [.. Enumerable.Range(0, labels.Count * size).Select(_ => (float)((random.NextDouble() * 6) - 3))];
        _bias = [.. Enumerable.Range(0, labels.Count).Select(_ => (float)random.NextDouble())];
        Output = new ClassSpace(labels);
    }

    public OutputSpace Output { get; }

    public ExpertTraits Traits => new() { Needs = InputNeeds.Hidden, MultiplyAdds = _weight.Length };

    public ExpertOutput Run(ExpertBatch batch)
    {
        using var scope = NewDisposeScope();
        var weight = tensor(_weight, [_bias.Length, _size]);
        return ExpertOutput.FromLogits((batch.Hidden!.mm(weight.t()) + tensor(_bias)).MoveToOuterDisposeScope());
    }

    public void Run(ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, Span<float> probabilities)
    {
        Dense.Affine(_weight, _bias, hidden, probabilities);
        Softmax.Into(probabilities, probabilities);
    }

    public void Dispose()
    {
    }
}
