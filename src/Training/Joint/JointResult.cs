using MoECollab.Training.Experts;
using MoECollab.Training.Gates;

namespace MoECollab.Training.Joint;

/// <summary>What a joint training made.</summary>
/// <param name="Gate">The gate; its files lie in the training's folder.</param>
/// <param name="Experts">The experts, ordered by id; their files lie in their own folders, without manifest.</param>
public sealed record JointResult(TrainedGate Gate, IReadOnlyList<TrainedExpert> Experts);
