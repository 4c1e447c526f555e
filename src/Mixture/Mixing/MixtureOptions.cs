using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Gating.FallingBack;
using MoECollab.Integration;
using MoECollab.Mixture.Integrating;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Mixing;

/// <summary>How a mixture answers.</summary>
public sealed record MixtureOptions
{
    /// <summary>Where batches are; encoder, gate and experts were put there by whoever loaded them. Default: the CPU.</summary>
    public Device Device { get; init; } = new(DeviceType.CPU);

    /// <summary>Calibration: the mixture's probabilities become p^(1/T), normalised over the executed experts' labels. Above 0, default 1.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Where an input goes when the gate as a whole fails. Default: the prototype route.</summary>
    public FallbackRule Fallback { get; init; } = FallbackRule.Prototype;

    /// <summary>Experts that answer an input where the request does not say (k); null leaves it to the gate's selector.</summary>
    public int? Experts { get; init; }

    /// <summary>Grows with every change of the expert set; decisions carry it.</summary>
    public long SnapshotVersion { get; init; } = 1;

    /// <summary>How outputs combine; for each output space the first that accepts it is used.</summary>
    public IReadOnlyList<IIntegrator> Integrators { get; init; } = BuiltInIntegrators.All;

    /// <summary>Told after the gate has decided: for how many inputs, and when it began (<see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>). Null: nobody times it.</summary>
    public Action<int, long>? WhenDecided { get; init; }

    /// <summary>Told what a mixture does without where something goes wrong: a device that lets it down. Default: nobody.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Whether one input on a CPU may be answered without tensors.</summary>
    public DirectPath Direct { get; init; } = DirectPath.WherePossible;

    /// <summary>Whether the CPU takes the part of another device, so that what is done there can be tested where there is none.</summary>
    internal bool CpuStandsIn { get; init; }
}
