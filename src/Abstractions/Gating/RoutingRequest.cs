using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Gating;

/// <summary>B inputs that are to be routed across one snapshot of experts. Borrowed: nobody disposes or keeps its tensors.</summary>
/// <param name="Experts">The experts of this call.</param>
/// <param name="Inputs">B raw inputs.</param>
/// <param name="Hidden">Hidden vectors [B, d]; null where no part of the gate needs them.</param>
public sealed record RoutingRequest(ExpertSnapshot Experts, IReadOnlyList<RawInput> Inputs, Tensor? Hidden)
{
    /// <summary>Features by extractor's name, each [B, …].</summary>
    public IReadOnlyDictionary<string, Tensor> Features { get; init; } = NoFeatures;

    /// <summary>Whether chance may play a part.</summary>
    public RoutingMode Mode { get; init; }

    /// <summary>The only source of randomness.</summary>
    public long Seed { get; init; }

    /// <summary>How many experts the caller wants for each input, at least 1; null: as many as the gate says.</summary>
    public int? TopK { get; init; }

    /// <summary>Weights of the caller's objectives (cost, latency, quality …), by name.</summary>
    public IReadOnlyDictionary<string, double> Objectives { get; init; } = NoObjectives;

    private static readonly IReadOnlyDictionary<string, Tensor> NoFeatures = new Dictionary<string, Tensor>();
    private static readonly IReadOnlyDictionary<string, double> NoObjectives = new Dictionary<string, double>();
}
