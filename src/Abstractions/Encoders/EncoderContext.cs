using Microsoft.Extensions.Logging;
using MoECollab.Packages;
using static TorchSharp.torch;

namespace MoECollab.Encoders;

/// <summary>What a host hands to an encoder's factory. The files are valid as long as the encoder lives.</summary>
public sealed record EncoderContext
{
    /// <summary>The package's id.</summary>
    public required string Id { get; init; }

    /// <summary>The package's version.</summary>
    public required string Version { get; init; }

    /// <summary>Where parameters and hidden vectors live.</summary>
    public required Device Device { get; init; }

    /// <summary>The package's own files.</summary>
    public required IPackageFiles Files { get; init; }

    /// <summary>The <c>options</c> of the manifest; names without case.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The host's log, scoped to this package.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Cancelled when the package is unloaded or the host stops.</summary>
    public CancellationToken Stopping { get; init; }
}
