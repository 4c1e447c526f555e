using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.Mixtures;
using MoECollab.Training.Data;
using MoECollab.Training.Gates;
using MoECollab.Training.Gates.Trial;
using MoECollab.Training.Homes.Finding;

namespace MoECollab.Training.Homes;

/// <summary>What training a home came to.</summary>
/// <param name="Configuration">What was written as <c>moe.json</c>.</param>
/// <param name="Encoder">The encoder's manifest; null without one.</param>
/// <param name="Experts">The experts' manifests, in the order of the domains, the general one last; accuracy on validation is in <see cref="PackageManifest.Evaluation"/>.</param>
/// <param name="Gate">The trained gate, active or not.</param>
/// <param name="Reused">Keys of the packages that an earlier, killed run had finished.</param>
public sealed record TrainedHome(
    MixtureConfiguration Configuration, PackageManifest? Encoder, IReadOnlyList<PackageManifest> Experts, TrainedGate Gate, IReadOnlyList<string> Reused)
{
    /// <summary>What the gate was compared with, and which gate is active after it.</summary>
    public required GateTrial Trial { get; init; }

    /// <summary>The rows that the gate was trained on, with the domains that were found where they were.</summary>
    public required LabelledData Data { get; init; }

    /// <summary>Domains that clustering found; null where the data names its own.</summary>
    public FoundDomains? Found { get; init; }
}
