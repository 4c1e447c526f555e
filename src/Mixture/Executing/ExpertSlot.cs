using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Gating.Numerics.Panels;
using MoECollab.Gating.Numerics.Stacks;
using MoECollab.Inputs;
using MoECollab.Mixture.Answering;
using MoECollab.Outputs;

namespace MoECollab.Mixture.Executing;

/// <summary>An expert at its position in a mixture's snapshot, with what would otherwise be looked up for every input.</summary>
internal sealed record ExpertSlot(int Position, ExpertDescriptor Descriptor, IExpert Expert, int[] LabelMap)
{
    /// <summary>What its answers are.</summary>
    public OutputSpace Space { get; } = Expert.Output;

    /// <summary>What an answer says that this expert gave alone.</summary>
    public AnsweringExpert[] AnsweringAlone { get; } = [new AnsweringExpert(Descriptor.Id, Descriptor.Version, 1f)];

    /// <summary>The expert, if it can answer one input without tensors.</summary>
    public IDirectExpert? Direct { get; } = Expert.Output is ClassSpace ? Expert as IDirectExpert : null;

    /// <summary>The expert, if it is of a built-in kind that answers rows of hidden vectors in host memory.</summary>
    public IRowLogits? Rows { get; } = Expert.Output is ClassSpace ? Expert as IRowLogits : null;

    /// <summary>The expert, if it is of a built-in kind that a device can run together with others.</summary>
    public IStackable? Stackable { get; } = Expert.Output is ClassSpace ? Expert as IStackable : null;

    /// <summary>Whether it works text by text in host memory whatever the batch: tensors would only carry its answers.</summary>
    public bool IsTextual { get; } = Expert.Output is ClassSpace && Expert is IDirectExpert && Expert.Traits.Needs == InputNeeds.Text;

    /// <summary>Whether it reads hidden vectors.</summary>
    public bool NeedsHidden { get; } = Expert.Traits.Needs.HasFlag(InputNeeds.Hidden);

    /// <summary>Values per row of its output; 0 for texts.</summary>
    public int Columns { get; } = Expert.Output switch
    {
        ClassSpace classes => classes.Labels.Count,
        VectorSpace vectors => vectors.Dimension,
        _ => 0,
    };

    /// <summary>Multiply-adds for an input.</summary>
    public long MultiplyAdds(RawInput input) => Expert is ICountsWork counts ? counts.MultiplyAdds(input) : Expert.Traits.MultiplyAdds;
}
