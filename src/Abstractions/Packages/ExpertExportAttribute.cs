using MoECollab.Experts;

namespace MoECollab.Packages;

/// <summary>Exports an expert's factory: <c>[ExpertExport("my-expert", "1.0.0")]</c> on a class that implements <see cref="IExpertFactory"/>.</summary>
public sealed class ExpertExportAttribute : ComponentExportAttribute
{
    /// <summary>Names the component.</summary>
    /// <param name="id"><c>[a-z0-9][a-z0-9._-]{0,63}</c>, as the package's manifest has it.</param>
    /// <param name="version">SemVer, as the package's manifest has it.</param>
    public ExpertExportAttribute(string id, string version)
        : base(typeof(IExpertFactory), id, version)
    {
    }
}
