using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Training.Joint;

/// <summary>The class that each example's label is to one expert, and whether the expert knows the label at all.</summary>
internal sealed class ExpertTargets : IDisposable
{
    private readonly Tensor _classes;
    private readonly Tensor _known;

    public ExpertTargets(IReadOnlyList<LabelledInput> examples, IReadOnlyList<string> labels, Device device)
    {
        using var scope = NewDisposeScope();
        var classOf = labels.Select((label, index) => (label, index)).ToDictionary(pair => pair.label, pair => (long)pair.index, StringComparer.Ordinal);
        long[] classes = [.. examples.Select(example => classOf.GetValueOrDefault(example.Label))];
        float[] known = [.. examples.Select(example => classOf.ContainsKey(example.Label) ? 1f : 0f)];
        _classes = tensor(classes, device: device).DetachFromDisposeScope();
        _known = tensor(known, device: device).DetachFromDisposeScope();
    }

    /// <summary>p_i(y|x) of some examples: 0 where the expert does not know the label.</summary>
    /// <param name="logits">The expert's logits for these examples [b, c], with graph; borrowed.</param>
    /// <param name="rows">Their positions, int64 [b]; borrowed.</param>
    /// <returns>[b] with graph; owned by the caller.</returns>
    public Tensor Likelihoods(Tensor logits, Tensor rows)
    {
        using var scope = NewDisposeScope();
        var classes = _classes.index_select(0, rows).unsqueeze(1);              // [b, 1]
        var given = logits.softmax(1).gather(1, classes).squeeze(1);            // [b]
        return (given * _known.index_select(0, rows)).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _classes.Dispose();
        _known.Dispose();
    }
}
