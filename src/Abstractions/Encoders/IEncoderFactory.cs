namespace MoECollab.Encoders;

/// <summary>Makes an encoder from its package. Exported with <see cref="Packages.EncoderExportAttribute"/>; has a constructor without parameters that does no work.</summary>
public interface IEncoderFactory
{
    /// <summary>Reads the weights and returns the frozen encoder, owned by the caller.</summary>
    /// <param name="context">Device, files, options.</param>
    IEncoder Create(EncoderContext context);
}
