using MoECollab.Loading;

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
