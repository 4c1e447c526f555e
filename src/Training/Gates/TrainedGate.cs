using MoECollab.Gating.Composing;

namespace MoECollab.Training.Gates;

/// <summary>A gate whose files lie in a folder.</summary>
public sealed record TrainedGate
{
    /// <summary>What was written as <c>moe/gate.json</c>.</summary>
    public required GateFile File { get; init; }

    /// <summary>Number of learned values.</summary>
    public long ParameterCount { get; init; }

    /// <summary>Examples it was fitted on.</summary>
    public int Examples { get; init; }

    /// <summary>Epochs run; null where it trained itself.</summary>
    public int? Epochs { get; init; }

    /// <summary>What its logits are divided by.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>The max-softmax threshold that lets the asked share of validation inputs pass; null where there are too few of them.</summary>
    public double? GuardThreshold { get; init; }

    /// <summary>Mean −log Σ g_i p_i(y|x) on validation after calibration, in nats; null without validation.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Share of validation examples whose best-scored expert is that of their domain, 0 to 1; null without validation or domains.</summary>
    public double? RoutingAccuracy { get; init; }
}
