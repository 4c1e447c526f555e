using MoECollab.Gating;
using MoECollab.Packages;
using MoECollab.Training.Experts;

namespace MoECollab.Training.Gates;

/// <summary>What a trainer hands to the factory of a gating component.</summary>
internal static class GateContexts
{
    public static GatingContext Of(PooledTraining run, IReadOnlyList<string> trainedFor, IReadOnlyDictionary<string, string> options, IPackageFiles files) => new()
    {
        Device = run.Device,
        Encoder = run.Encoder?.Description ?? ExpertContexts.NoEncoder,
        Files = files,
        TrainedFor = trainedFor,
        Options = options,
        Logger = run.Logger,
    };
}
