using MoECollab.Encoders;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;

namespace MoECollab.Training.Gates;

/// <summary>A training on examples of all domains: of a gate with the experts frozen, or of both together.</summary>
public sealed record PooledTraining : TrainingRun
{
    /// <summary>Pooled examples; their domain is the id of its expert, where known.</summary>
    public required IReadOnlyList<LabelledInput> Examples { get; init; }

    /// <summary>Examples to stop early and calibrate on; never fitted. May be empty.</summary>
    public required IReadOnlyList<LabelledInput> Validation { get; init; }

    /// <summary>The shared encoder, frozen; null where neither gate nor experts need it.</summary>
    public IEncoder? Encoder { get; init; }

    /// <summary>Scorers, auxiliary losses and schedules that can be named: the built-in ones and those of packages.</summary>
    public GatingRegistry Components { get; init; } = GatingRegistry.BuiltIn;
}
