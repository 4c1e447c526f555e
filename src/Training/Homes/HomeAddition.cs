using MoECollab.Encoders;
using MoECollab.Packaging.Mixtures;
using MoECollab.Training.Data;
using MoECollab.Training.Gates;

namespace MoECollab.Training.Homes;

/// <summary>What a home has that experts are added to.</summary>
/// <param name="Configuration">Its <c>moe.json</c>.</param>
/// <param name="Experts">Its experts, frozen; borrowed.</param>
/// <param name="Encoder">Its encoder, frozen; null where it has none.</param>
/// <param name="Pooled">Rows of all domains, old and new: what the gate is trained on again.</param>
public sealed record HomeAddition(MixtureConfiguration Configuration, IReadOnlyList<GateExpert> Experts, IEncoder? Encoder, LabelledData Pooled);
