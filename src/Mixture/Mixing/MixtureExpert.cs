using MoECollab.Experts;
using MoECollab.Gating;

namespace MoECollab.Mixture.Mixing;

/// <summary>An expert of a mixture: what gates know of it, and the module.</summary>
/// <param name="Descriptor">Id, version, output space, routing keys, health.</param>
/// <param name="Expert">The loaded module; owned by whoever loaded it.</param>
public sealed record MixtureExpert(ExpertDescriptor Descriptor, IExpert Expert);
