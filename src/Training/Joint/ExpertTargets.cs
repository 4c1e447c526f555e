using MoECollab.Inputs;
using MoECollab.Mixture.Learning;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace MoECollab.Training.Joint;

/// <summary>The class that each example's label is to one expert, on the device.</summary>
internal sealed class ExpertTargets : IDisposable
{
    private readonly Tensor _classes;

    public ExpertTargets(IReadOnlyList<LabelledInput> examples, IReadOnlyList<string> labels, Device device)
    {
        using var scope = NewDisposeScope();
        var classes = ExpertLikelihoods.Targets(examples.Select(example => example.Label), new ClassSpace(labels));
        _classes = tensor(classes, device: device).DetachFromDisposeScope();
    }

    /// <summary>p_i(y|x) of some examples: 0 where the expert does not know the label.</summary>
    /// <param name="logits">The expert's logits for these examples [b, c], with graph; borrowed.</param>
    /// <param name="rows">Their positions, int64 [b]; borrowed.</param>
    /// <returns>[b, 1] with graph; owned by the caller.</returns>
    public Tensor Likelihoods(Tensor logits, Tensor rows)
    {
        using var scope = NewDisposeScope();
        return ExpertLikelihoods.Column(logits, _classes.index_select(0, rows)).MoveToOuterDisposeScope();
    }

    public void Dispose() => _classes.Dispose();
}
