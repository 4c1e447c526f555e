using MoECollab.Gating;
using MoECollab.Identity;

namespace MoECollab.Packages;

/// <summary>
/// Exports a gating component's factory: <c>[GatingExport(typeof(IGatingFactory&lt;ISelector&gt;), "my-selector", "1.0.0")]</c> on a class
/// that implements <see cref="IGatingFactory{T}"/> of the role.
/// </summary>
public sealed class GatingExportAttribute : ComponentExportAttribute
{
    /// <summary>Names the component.</summary>
    /// <param name="factory"><see cref="IGatingFactory{T}"/> of <see cref="IScorer"/>, <see cref="IScoreTransform"/>, <see cref="IGuard"/>, <see cref="ISelector"/>, <see cref="IFeatureExtractor"/>, <see cref="Training.IAuxiliaryLoss"/> or <see cref="Training.ISchedule"/>.</param>
    /// <param name="id"><c>[a-z0-9][a-z0-9._-]{0,63}</c>, as the package's manifest has it.</param>
    /// <param name="version">SemVer, as the package's manifest has it.</param>
    public GatingExportAttribute(Type factory, string id, string version)
        : base(factory, id, version)
    {
        Id = id;
        Version = version;
    }

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Version { get; }

    /// <inheritdoc/>
    public override string Contract { get; set; } = ContractVersion.DefaultRange;

    /// <inheritdoc/>
    public override string[] Domains { get; set; } = [];

    /// <inheritdoc/>
    public override string[] Languages { get; set; } = [];
}
