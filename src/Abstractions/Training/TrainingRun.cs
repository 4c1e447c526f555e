using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace MoECollab.Training;

/// <summary>What every training is given.</summary>
public abstract record TrainingRun
{
    /// <summary>An existing folder that becomes the package; weights go below <c>moe/</c>.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>An existing folder where a killed training finds what it had; its content is opaque to the host and removed at the end. Null: no checkpoints.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Where parameters live while training.</summary>
    public required Device Device { get; init; }

    /// <summary>Source of all randomness.</summary>
    public required long Seed { get; init; }

    /// <summary>Threads it may use; equal seed and thread count give equal results.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>What the user set (<c>--set name=value</c>); names without case.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Receives progress, at most a few times a second.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>The host's log.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Stops the training; checkpoints written before stay valid.</summary>
    public CancellationToken Cancellation { get; init; }
}
