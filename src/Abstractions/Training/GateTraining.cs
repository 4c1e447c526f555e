using MoECollab.Encoders;
using MoECollab.Inputs;

namespace MoECollab.Training;

/// <summary>A scorer's training on pooled examples, with the experts frozen.</summary>
public sealed record GateTraining : TrainingRun
{
    /// <summary>The experts that get a column, by id, in order.</summary>
    public required IReadOnlyList<string> Experts { get; init; }

    /// <summary>Pooled examples.</summary>
    public required IReadOnlyList<LabelledInput> Examples { get; init; }

    /// <summary>For each example, the probability that each expert gives to its label, [examples × experts] row by row: what the mixture's loss −log Σ_i g_i p_i(y|x) needs of a frozen expert.</summary>
    public required ReadOnlyMemory<float> Likelihoods { get; init; }

    /// <summary>Examples to stop early and tune on.</summary>
    public IReadOnlyList<LabelledInput> Validation { get; init; } = [];

    /// <summary>As <see cref="Likelihoods"/>, for <see cref="Validation"/>.</summary>
    public ReadOnlyMemory<float> ValidationLikelihoods { get; init; }

    /// <summary>The shared encoder, frozen; null where the scorer does without.</summary>
    public IEncoder? Encoder { get; init; }
}
