using MoECollab.Experts;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace SignedPlugin;

/// <summary>Calls members of every sort across the border: static functions, operators, properties, structs, a module of its own, a dispose scope.</summary>
internal sealed class ArithmeticExpert(Device device) : IExpert
{
    private readonly Doubling _doubling = new();
    private readonly Tensor _one = ones([1], ScalarType.Float32, device);

    public OutputSpace Output { get; } = new VectorSpace(4);

    public ExpertTraits Traits { get; } = new();

    // 2·h + 1, [B, 4]
    public ExpertOutput Run(ExpertBatch batch)
    {
        using var scope = NewDisposeScope();
        var doubled = _doubling.forward(batch.Hidden!);
        return ExpertOutput.FromVectors((doubled + _one).MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        _one.Dispose();
        _doubling.Dispose();
    }
}
