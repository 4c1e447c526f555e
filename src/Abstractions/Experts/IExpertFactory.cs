namespace MoECollab.Experts;

/// <summary>Makes an expert from its package. Exported with <see cref="Packages.ExpertExportAttribute"/>; has a constructor without parameters that does no work.</summary>
public interface IExpertFactory
{
    /// <summary>Reads the weights, puts them on the device and returns the expert, owned by the caller. The host gives it 10 s.</summary>
    /// <param name="context">Device, encoder, files, labels, options.</param>
    IExpert Create(ExpertContext context);
}
