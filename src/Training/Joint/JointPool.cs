using MoECollab.Inputs;
using MoECollab.Training.Gates;
using static TorchSharp.torch;

namespace MoECollab.Training.Joint;

/// <summary>What gate and experts learn from together.</summary>
internal sealed record JointPool(PooledTraining Run, IReadOnlyList<JointExpert> Experts, PooledInputs Examples, PooledInputs Validation) : IDisposable
{
    /// <summary>One set of targets per expert; owned by the caller.</summary>
    public ExpertTargets[] TargetsOf(IReadOnlyList<LabelledInput> examples, Device device) =>
        [.. Experts.Select(expert => new ExpertTargets(examples, expert.Labels, device))];

    public void Dispose()
    {
        Examples.Dispose();
        Validation.Dispose();
    }
}
