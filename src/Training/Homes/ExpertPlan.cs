using MoECollab.Experts;
using MoECollab.Training.Packages;

namespace MoECollab.Training.Homes;

/// <summary>The experts of a home that is to be trained: one per domain, all of one kind.</summary>
/// <param name="Factory">Makes and trains them.</param>
/// <param name="Code">What will run their packages.</param>
/// <param name="Version">SemVer of each.</param>
public sealed record ExpertPlan(IExpertFactory Factory, PackageCode Code, string Version)
{
    /// <summary>What each is told; names without case.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
