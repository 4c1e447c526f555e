using MoECollab.Experts;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace SamplePlugin;

/// <summary>Answers every input with the same probabilities, which it keeps as a tensor.</summary>
internal sealed class ConstantExpert(IReadOnlyList<string> labels, Device device) : IExpert
{
    private readonly Tensor _probabilities = tensor(Enumerable.Repeat(1f / labels.Count, labels.Count).ToArray(), device: device);

    public OutputSpace Output { get; } = new ClassSpace(labels);

    public ExpertTraits Traits { get; } = new() { ParameterCount = labels.Count, WeightBytes = labels.Count * sizeof(float), MultiplyAdds = 1 };

    // [B, 1] · [C] = [B, C]
    public ExpertOutput Run(ExpertBatch batch)
    {
        using var scope = NewDisposeScope();
        return ExpertOutput.FromProbabilities((ones([batch.Inputs.Count, 1], device: _probabilities.device) * _probabilities).MoveToOuterDisposeScope());
    }

    public void Dispose() => _probabilities.Dispose();
}
