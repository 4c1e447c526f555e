using MoECollab.Gating.Numerics.Panels;
using MoECollab.Gating.Numerics.Stacks;
using MoECollab.Mixture.OnDevice;
using static TorchSharp.torch;

namespace MoECollab.Benchmarks.Layer;

/// <summary>The bare layer as a mixture on a device computes it: scores, a stable sort, blocks of rows at stacked experts, weighted sum; input and output stay on the device, and nothing waits for it.</summary>
internal sealed class StackedLayer : IDisposable
{
    // N inputs · d size · E experts · k kept
    private readonly LayerCell _cell;
    private readonly Tensor _gate; // [d, E]
    private readonly ExpertStack _experts;

    public StackedLayer(LayerCell cell, long seed, Device device)
    {
        _cell = cell;
        var (size, width) = (cell.Size, cell.Width);
        using var scope = NewDisposeScope();
        _gate = tensor(HashedValues.Of(cell.Experts * size, seed + 1, 1), [cell.Experts, size], device: device).t().contiguous().DetachFromDisposeScope();
        _experts = new ExpertStack(
            [.. Enumerable.Range(0, cell.Experts).Select(i => new StackForm(
                size,
                BlockActivation.Gelu,
                HashedValues.Of(width * size, seed + 10 + (4 * i), Math.Pow(size, -0.5)),
                HashedValues.Of(width, seed + 11 + (4 * i), 0.1),
                HashedValues.Of(size * width, seed + 12 + (4 * i), Math.Pow(width, -0.5)),
                [],
                HashedValues.Of(size, seed + 13 + (4 * i), 0.1)))],
            device);
    }

    /// <summary>y = Σ g_i · expert_i(x).</summary>
    /// <param name="input">[N, d] on the device; borrowed.</param>
    /// <returns>[N, d]; owned by the caller.</returns>
    public Tensor Run(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (scores, order) = input.mm(_gate).sort(1, descending: true, stable: true);   // [N, E] both
        var chosen = order.narrow(1, 0, _cell.Kept).reshape(-1);                              // [n = N k]
        var places = BlockPlaces.OnDevice(chosen, _cell.Kept, _cell.Experts, BlockPlan.Of(_cell.Rows, _cell.Kept, _cell.Experts));
        var outputs = _experts.Run(input, places);                                            // [n, d]
        if (_cell.Kept == 1)
            return outputs.MoveToOuterDisposeScope();                                         // one expert's weight is 1
        var gates = nn.functional.softmax(scores.narrow(1, 0, _cell.Kept), 1);                // [N, k]
        return gates.unsqueeze(1).bmm(outputs.view(_cell.Rows, _cell.Kept, _cell.Size)).squeeze(1).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _gate.Dispose();
        _experts.Dispose();
    }
}
