using MoECollab.Encoders;

namespace MoECollab.Loading;

/// <summary>The mixture's encoder.</summary>
/// <param name="Description">Identity under which the package is installed, fingerprint, hidden size.</param>
/// <param name="Package">Where it comes from.</param>
public sealed record LoadedEncoder(EncoderDescription Description, LoadedPackage Package)
{
    /// <summary>The encoder; owned by the package, borrowed for one call at a time.</summary>
    /// <exception cref="ObjectDisposedException">The package was unloaded.</exception>
    public IEncoder Encoder => Package.Component<IEncoder>();
}
