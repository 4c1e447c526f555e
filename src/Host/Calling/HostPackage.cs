namespace MoECollab.Host.Calling;

/// <summary>A package as the running host has it.</summary>
public record HostPackage
{
    /// <summary><c>encoder</c>, <c>expert</c>, <c>gating</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>SemVer.</summary>
    public required string Version { get; init; }

    /// <summary>Its state.</summary>
    public required string State { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>By whom.</summary>
    public required string By { get; init; }

    /// <summary>Where it computes; null where it is not loaded.</summary>
    public string? Device { get; init; }

    /// <summary>Bytes of its weights there; null where it is not loaded.</summary>
    public long? WeightBytes { get; init; }

    /// <summary>Number of learned values; null where that is not known.</summary>
    public long? Parameters { get; init; }

    /// <summary>Multiply-adds for an input; null where that is not known.</summary>
    public long? MultiplyAdds { get; init; }

    /// <summary>A sentence of its manifest.</summary>
    public string Description { get; init; } = "";

    /// <summary>Labels of an expert.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether its weights are in memory right now: under a budget they may have made room for others. Null where it is not loaded.</summary>
    public bool? InMemory { get; init; }

    /// <summary><c>in</c> or <c>out</c> of routing; null for what is no expert.</summary>
    public string? Routing { get; init; }

    /// <summary>The state of an expert's breaker; null for what is no expert.</summary>
    public string? Breaker { get; init; }

    /// <summary>Inputs that an expert answered since the host started; null for what is no expert.</summary>
    public double? Requests { get; init; }
}
