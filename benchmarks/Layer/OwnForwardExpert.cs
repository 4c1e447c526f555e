using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace MoECollab.Benchmarks.Layer;

/// <summary>An expert as a stranger writes it, of which the mixture knows nothing but the contract: gelu(x W1 + b1) W2 + b2 in tensor operators, answering with a vector.</summary>
internal sealed class OwnForwardExpert : IExpert
{
    private readonly Tensor _down; // [d, r]
    private readonly Tensor _downOffsets;
    private readonly Tensor _up; // [r, d]
    private readonly Tensor _upOffsets;

    public OwnForwardExpert(LayerCell cell, long seed, int number)
    {
        var (size, width) = (cell.Size, cell.Width);
        using var scope = NewDisposeScope();
        _down = Drawn(size * width, seed + 10 + (4 * number), Math.Pow(size, -0.5)).view(width, size).t().contiguous().DetachFromDisposeScope();
        _downOffsets = Drawn(width, seed + 11 + (4 * number), 0.1).DetachFromDisposeScope();
        _up = Drawn(size * width, seed + 12 + (4 * number), Math.Pow(width, -0.5)).view(size, width).t().contiguous().DetachFromDisposeScope();
        _upOffsets = Drawn(size, seed + 13 + (4 * number), 0.1).DetachFromDisposeScope();
        Output = new VectorSpace(size);
        Traits = new ExpertTraits { Needs = InputNeeds.Hidden };
    }

    public OutputSpace Output { get; }

    public ExpertTraits Traits { get; }

    public ExpertOutput Run(ExpertBatch batch)
    {
        using var scope = NewDisposeScope();
        var inner = addmm(_downOffsets, batch.Hidden!, _down, 1, 1).gelu_(); // [R, r]
        return ExpertOutput.FromVectors(addmm(_upOffsets, inner, _up, 1, 1).MoveToOuterDisposeScope()); // [R, d]
    }

    public void Dispose()
    {
        _down.Dispose();
        _downOffsets.Dispose();
        _up.Dispose();
        _upOffsets.Dispose();
    }

    private static Tensor Drawn(int count, long seed, double bound) => tensor(HashedValues.Of(count, seed, bound));
}
