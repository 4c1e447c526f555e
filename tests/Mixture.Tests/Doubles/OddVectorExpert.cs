using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Tests.Doubles;

/// <summary>A times the hidden vector plus b, in one of the ways in which a stranger may hand tensors over.</summary>
internal sealed class OddVectorExpert(int size, float factor, float offset, VectorHabit habit) : IExpert
{
    public OutputSpace Output { get; } = new VectorSpace(size);

    public ExpertTraits Traits { get; } = new() { Needs = InputNeeds.Hidden };

    public ExpertOutput Run(ExpertBatch batch)
    {
        using var scope = NewDisposeScope();
        var hidden = batch.Hidden!; // [R, d]
        var plain = (hidden * tensor(factor)) + tensor(offset);
        var vectors = habit switch
        {
            VectorHabit.Transposed => plain.t().contiguous().t(),
            VectorHabit.Doubles => plain.to(ScalarType.Float64),
            VectorHabit.NaNInFirstRow => plain.index_fill(0, tensor(new long[] { 0 }), float.NaN),
            VectorHabit.Throws => throw new InvalidOperationException("no"),
            VectorHabit.GivesUp => throw new OperationCanceledException("its own call took too long"),
            VectorHabit.WrongShape => plain.t(),
            VectorHabit.ReturnsItsInput => hidden,
            VectorHabit.ReturnsAViewOfItsInput => hidden.narrow(1, 0, size),
            _ => plain,
        };
        if (habit == VectorHabit.ChangesItsInput)
            hidden.zero_();
        if (habit == VectorHabit.DisposesItsInput)
            hidden.Dispose();
        return ExpertOutput.FromVectors(vectors.MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
    }
}
