using MoECollab.Encoders;
using MoECollab.Inputs;

namespace MoECollab.Training;

/// <summary>An expert's training on its own data, with the encoder frozen.</summary>
public sealed record ExpertTraining : TrainingRun
{
    /// <summary>The labels, in class order.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Examples to fit; every label is one of <see cref="Labels"/>.</summary>
    public required IReadOnlyList<LabelledInput> Examples { get; init; }

    /// <summary>Examples to stop early, tune and calibrate on; never fitted. May be empty.</summary>
    public required IReadOnlyList<LabelledInput> Validation { get; init; }

    /// <summary>The shared encoder, frozen; null where the expert is to do without.</summary>
    public IEncoder? Encoder { get; init; }
}
