using MoECollab.Encoders;
using MoECollab.Identity;

namespace MoECollab.Packages;

/// <summary>Exports an encoder's factory: <c>[EncoderExport("my-encoder", "1.0.0")]</c> on a class that implements <see cref="IEncoderFactory"/>.</summary>
public sealed class EncoderExportAttribute : ComponentExportAttribute
{
    /// <summary>Names the component.</summary>
    /// <param name="id"><c>[a-z0-9][a-z0-9._-]{0,63}</c>, as the package's manifest has it.</param>
    /// <param name="version">SemVer, as the package's manifest has it.</param>
    public EncoderExportAttribute(string id, string version)
        : base(typeof(IEncoderFactory), id, version)
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
