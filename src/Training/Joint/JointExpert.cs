using MoECollab.Experts;
using MoECollab.Packages;
using MoECollab.Training.Experts;

namespace MoECollab.Training.Joint;

/// <summary>An expert that is trained together with the gate.</summary>
/// <param name="Name">Id, version and domains of the result.</param>
/// <param name="Factory">Makes it; what it makes is differentiable.</param>
/// <param name="Labels">Its classes, in order: labels of the union.</param>
/// <param name="OutputFolder">An existing folder that becomes its package.</param>
public sealed record JointExpert(ExpertName Name, ITrainableExpertFactory Factory, IReadOnlyList<string> Labels, string OutputFolder)
{
    /// <summary>What its factory is told; names without case.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The package whose weights it begins with; null begins with random ones.</summary>
    public IPackageFiles? From { get; init; }
}
