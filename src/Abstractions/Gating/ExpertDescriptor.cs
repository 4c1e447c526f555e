using MoECollab.Outputs;

namespace MoECollab.Gating;

/// <summary>What a gate may know of an expert without running it.</summary>
/// <param name="Id">The expert's id; the only address a gate may keep.</param>
/// <param name="Version">SemVer.</param>
/// <param name="Output">What its answers are.</param>
public sealed record ExpertDescriptor(string Id, string Version, OutputSpace Output)
{
    /// <summary>Whether it can be routed to now.</summary>
    public ExpertHealth Health { get; init; } = ExpertHealth.Ready;

    /// <summary>Routing keys that the expert shipped: centroids of its training data in the encoder's space, each [d]; empty where it shipped none.</summary>
    public IReadOnlyList<ReadOnlyMemory<float>> RoutingKeys { get; init; } = [];

    /// <summary>What it is for, in words; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Domains it was made for.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>BCP 47 tags of the languages it was made for.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Declared multiply-adds per input.</summary>
    public long MultiplyAdds { get; init; }

    /// <summary>Bytes of its weights.</summary>
    public long WeightBytes { get; init; }

    /// <summary>How many rows of this call it can still take; null for no limit.</summary>
    public int? CapacityLeft { get; init; }
}
