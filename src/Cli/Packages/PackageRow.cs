using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using MoECollab.Host.Calling;
using MoECollab.Loading;
using MoECollab.Packaging.Homes;

namespace MoECollab.Cli.Packages;

/// <summary>One package as <c>list</c> and <c>show</c> print it: what a running host says of it or, without one, what its files do.</summary>
internal sealed record PackageRow : HostPackage
{
    public PackageRow()
    {
    }

    [SetsRequiredMembers]
    private PackageRow(HostPackage package, string folder)
        : base(package)
    {
        Folder = folder;
        Source = "host";
    }

    [JsonPropertyOrder(1)]
    public required string Folder { get; init; }

    /// <summary><c>host</c> or <c>files</c>: who was asked.</summary>
    [JsonPropertyOrder(1)]
    public string Source { get; init; } = "files";

    /// <summary>A package as its running host has it.</summary>
    public static PackageRow Of(HostPackage package, Home home) =>
        new(package, home.Locate(Enum.Parse<PackageRole>(package.Role, ignoreCase: true), package.Id, package.Version).Folder);

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
        Description = package.Manifest?.Description ?? "",
        Labels = expert?.Labels ?? [],
        Folder = package.Package.Folder,
    };
}
