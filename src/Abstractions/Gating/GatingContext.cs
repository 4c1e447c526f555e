using Microsoft.Extensions.Logging;
using MoECollab.Encoders;
using MoECollab.Packages;
using static TorchSharp.torch;

namespace MoECollab.Gating;

/// <summary>What a host hands to the factory of a gating component.</summary>
public sealed record GatingContext
{
    /// <summary>Where parameters live.</summary>
    public required Device Device { get; init; }

    /// <summary>The shared encoder.</summary>
    public required EncoderDescription Encoder { get; init; }

    /// <summary>The files of the trained gate, or of the component's package.</summary>
    public required IPackageFiles Files { get; init; }

    /// <summary>The experts that a trained scorer has columns for, by id; empty for components that need none.</summary>
    public required IReadOnlyList<string> TrainedFor { get; init; }

    /// <summary>The component's <c>options</c>; names without case.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The host's log.</summary>
    public required ILogger Logger { get; init; }
}
