using MoECollab.Experts;
using MoECollab.Gating;

namespace MoECollab.Training.Gates;

/// <summary>A frozen expert that a gate learns to route to.</summary>
/// <param name="Descriptor">What the gate may know of it.</param>
/// <param name="Expert">The expert itself; borrowed.</param>
public sealed record GateExpert(ExpertDescriptor Descriptor, IExpert Expert)
{
    /// <summary>The expert's id.</summary>
    public string Id => Descriptor.Id;
}
