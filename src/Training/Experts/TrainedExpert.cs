using MoECollab.Encoders;
using MoECollab.Packaging.Manifests;
using MoECollab.Training.Packages;

namespace MoECollab.Training.Experts;

/// <summary>An expert whose files lie in a folder, and what its manifest must say.</summary>
public sealed record TrainedExpert
{
    /// <summary>The expert's id.</summary>
    public required string Id { get; init; }

    /// <summary>SemVer.</summary>
    public required string Version { get; init; }

    /// <summary>The classes, in order.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>What its factory needs to read the weights back.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The encoder it was trained on; null where it does without.</summary>
    public EncoderDescription? Encoder { get; init; }

    /// <summary>Domains it was made for.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Whether it ships a routing key.</summary>
    public bool HasRoutingKey { get; init; }

    /// <summary>Number of learned values.</summary>
    public long ParameterCount { get; init; }

    /// <summary>Bytes of its weights.</summary>
    public long WeightBytes { get; init; }

    /// <summary>Declared multiply-adds per input.</summary>
    public long MultiplyAdds { get; init; }

    /// <summary>Examples it was fitted on.</summary>
    public int Examples { get; init; }

    /// <summary>Examples it was stopped and calibrated on.</summary>
    public int ValidationExamples { get; init; }

    /// <summary>Epochs run; null where it trained itself.</summary>
    public int? Epochs { get; init; }

    /// <summary>What its logits are divided by; 1 leaves them as they are.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Accuracy on validation, 0 to 1; null without validation.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>Mean negative log-likelihood on validation after calibration, in nats; null without validation.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>The seed of all chance.</summary>
    public long Seed { get; init; }

    /// <summary>The manifest of its package.</summary>
    /// <param name="code">What will run it.</param>
    public PackageManifest ToManifest(PackageCode code) => new()
    {
        Id = Id,
        Version = Version,
        Contract = Identity.ContractVersion.DefaultRange,
        Kind = code.Kind,
        Entry = code.Entry,
        Options = Options,
        Task = new PackageTask { Kind = "classification", Labels = Packaging.Labels.LabelFile.DefaultName, Domains = Domains },
        Encoder = Encoder is null ? null : new PackageEncoder
        {
            Id = Encoder.Id,
            Revision = Encoder.Version,
            Fingerprint = Encoder.Fingerprint,
            HiddenSize = Encoder.HiddenSize,
        },
        Resources = new PackageResources { Parameters = ParameterCount, WeightsBytes = WeightBytes, MultiplyAdds = MultiplyAdds },
        Routing = HasRoutingKey ? new PackageRouting { Key = RoutingKeys.RoutingKey.FileName, Temperature = Temperature } : null,
        Evaluation = ValidationAccuracy is null ? null : [new PackageEvaluation { Dataset = "validation", Metric = "accuracy", Value = ValidationAccuracy, N = ValidationExamples, Seed = Seed }],
    };
}
