using MoECollab.Host.Calling;
using MoECollab.Loading;
using MoECollab.Packaging.Homes;

namespace MoECollab.Cli.Packages;

/// <summary>One package as <c>list</c> and <c>show</c> print it.</summary>
internal sealed record PackageRow
{
    public required string Role { get; init; }

    public required string Id { get; init; }

    public required string Version { get; init; }

    public required string State { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required string By { get; init; }

    /// <summary>Where its weights are; null where it is not loaded.</summary>
    public string? Device { get; init; }

    /// <summary>Bytes of its weights on the device; null where it is not loaded.</summary>
    public long? WeightBytes { get; init; }

    public long? Parameters { get; init; }

    public long? MultiplyAdds { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];

    public required string Folder { get; init; }

    /// <summary><c>host</c> or <c>files</c>: who was asked.</summary>
    public string Source { get; init; } = "files";

    /// <summary>Whether a running host has its weights in memory; null without a host.</summary>
    public bool? InMemory { get; init; }

    /// <summary>Whether a running host routes to it, <c>in</c> or <c>out</c>; null without a host.</summary>
    public string? Routing { get; init; }

    /// <summary>The state of its breaker in a running host; null without a host.</summary>
    public string? Breaker { get; init; }

    /// <summary>Inputs that it answered in a running host; null without a host.</summary>
    public double? Requests { get; init; }

    /// <summary>A package as its running host has it.</summary>
    public static PackageRow Of(HostPackage package, Home home) => new()
    {
        Role = package.Role,
        Id = package.Id,
        Version = package.Version,
        State = package.State,
        Reason = package.Reason,
        Since = package.Since,
        By = package.By,
        Device = package.Device,
        WeightBytes = package.WeightBytes,
        Parameters = package.Parameters,
        MultiplyAdds = package.MultiplyAdds,
        Description = package.Description,
        Labels = package.Labels,
        Folder = home.Locate(Enum.Parse<PackageRole>(package.Role, ignoreCase: true), package.Id, package.Version).Folder,
        Source = "host",
        InMemory = package.InMemory,
        Routing = package.Routing,
        Breaker = package.Breaker,
        Requests = package.Requests,
    };

    /// <summary>Every package of a loaded home.</summary>
    public static IReadOnlyList<PackageRow> Of(LoadedHome loaded, string device)
    {
        var experts = loaded.Experts.ToDictionary(expert => expert.Package);
        return [.. loaded.Packages.Select(package => Row(package, experts.GetValueOrDefault(package), package == loaded.Encoder?.Package ? loaded.Encoder : null, device))];
    }

    private static PackageRow Row(LoadedPackage package, LoadedExpert? expert, LoadedEncoder? encoder, string device) => new()
    {
        Role = package.Package.Role.ToString().ToLowerInvariant(),
        Id = package.Id,
        Version = package.Version,
        State = package.Status.State.ToString(),
        Reason = package.Status.Reason,
        Since = package.Status.Since,
        By = package.Status.By,
        Device = expert is not null || encoder is not null ? device : null,
        WeightBytes = expert?.Expert.Traits.WeightBytes ?? (encoder is null ? null : encoder.Encoder.ParameterCount * sizeof(float)),
        Parameters = expert?.Expert.Traits.ParameterCount ?? encoder?.Encoder.ParameterCount,
        MultiplyAdds = expert?.Expert.Traits.MultiplyAdds,
        Description = package.Manifest?.Description,
        Labels = expert?.Labels ?? [],
        Folder = package.Package.Folder,
    };
}
