using MoECollab.Encoders;

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
    }
}
