namespace MoECollab.Host.Administering;

/// <summary>An expert package as the API shows it.</summary>
internal sealed record ExpertView
{
    public required string Id { get; init; }

    public required string Version { get; init; }

    public required string State { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required string By { get; init; }

    public required bool Loaded { get; init; }

    /// <summary><c>in</c> or <c>out</c> of routing.</summary>
    public required string Routing { get; init; }

    public required string Breaker { get; init; }

    public string LastFault { get; init; } = "";

    public string? Device { get; init; }

    public long? WeightBytes { get; init; }

    public long? Parameters { get; init; }

    public string Description { get; init; } = "";

    public IReadOnlyList<string> Domains { get; init; } = [];

    public IReadOnlyList<string> Labels { get; init; } = [];

    public double Requests { get; init; }

    public double Failures { get; init; }

    public double Share { get; init; }

    public double MeanMilliseconds { get; init; }
}
