using Microsoft.Extensions.Logging;
using MoECollab.Gating.Composing;
using MoECollab.Packaging.Homes;
using MoECollab.Training.Data;
using MoECollab.Training.Homes.Finding;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Training.Homes;

/// <summary>A home that is to be trained from labelled text: encoder, one expert per domain, gate.</summary>
/// <param name="Home">Where it goes.</param>
/// <param name="Data">What to learn from; its test part is not looked at.</param>
/// <param name="Encoder">The shared encoder; null where neither experts nor gate need one.</param>
/// <param name="Experts">The experts.</param>
/// <param name="Gate">The gate.</param>
public sealed record HomePlan(Home Home, LabelledData Data, EncoderPlan? Encoder, ExpertPlan Experts, GatePlan Gate)
{
    /// <summary>A folder for checkpoints, by which a killed training goes on where it stopped; null for none.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Where parameters live while training.</summary>
    public Device Device { get; init; } = new(DeviceType.CPU);

    /// <summary>Source of all randomness.</summary>
    public long Seed { get; init; }

    /// <summary>Threads of each training; equal seed and thread count give equal results.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Experts trained at a time, where their kind trains itself; the result does not depend on it.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Whether n-gram experts, and a gate with the scorer <c>ngram</c>, weigh n-grams by one vocabulary counted over all training texts; it is kept in the home.</summary>
    public bool SharesVocabulary { get; init; }

    /// <summary>Whether one more expert is trained on the rows of all domains; it answers where it is better than those trained apart.</summary>
    public bool GeneralExpert { get; init; }

    /// <summary>Finds domains where the data names none; needs an encoder, and makes one more expert of all rows. Null where the data says what its domains are.</summary>
    public DomainSearch? Search { get; init; }

    /// <summary>What the home remembers of this fit; experts and gate are filled in. Null for nothing.</summary>
    public FitRecord? Record { get; init; }

    /// <summary>Called when <c>moe.json</c> is written, before what a killed training would go on with is removed; null for nothing.</summary>
    public Action<TrainedHome>? WhenWritten { get; init; }

    /// <summary>Scorers, auxiliary losses and schedules that can be named.</summary>
    public GatingRegistry Components { get; init; } = GatingRegistry.BuiltIn;

    /// <summary>Receives progress.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>The log.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Stops the training.</summary>
    public CancellationToken Cancellation { get; init; }
}
