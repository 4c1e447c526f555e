using MoECollab.Encoders;
using MoECollab.Training.Packages;

namespace MoECollab.Training.Homes;

/// <summary>The shared encoder of a home that is to be trained.</summary>
/// <param name="Factory">Makes and trains it.</param>
/// <param name="Code">What will run its package.</param>
/// <param name="Id"><c>[a-z0-9][a-z0-9._-]{0,63}</c>.</param>
/// <param name="Version">SemVer.</param>
public sealed record EncoderPlan(ITrainableEncoderFactory Factory, PackageCode Code, string Id, string Version)
{
    /// <summary>What it is told; names without case.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
