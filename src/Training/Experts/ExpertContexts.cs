using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Packages;

namespace MoECollab.Training.Experts;

/// <summary>What a trainer hands to an expert's factory.</summary>
internal static class ExpertContexts
{
    /// <summary>Stands for the encoder of an expert that is trained without one.</summary>
    public static EncoderDescription NoEncoder { get; } = new("none", "0.0.0", "sha256:none", 1);

    public static ExpertContext Of(ExpertName name, ExpertTraining run, IReadOnlyDictionary<string, string> options, IPackageFiles files) => new()
    {
        Id = name.Id,
        Version = name.Version,
        Device = run.Device,
        Encoder = run.Encoder?.Description ?? NoEncoder,
        Files = files,
        Labels = run.Labels,
        Options = options,
        Logger = run.Logger,
        Stopping = run.Cancellation,
    };
}
