using MoECollab.Gating.Composing;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Mixtures;

namespace MoECollab.Cli.Packages;

/// <summary>A trained gate as <c>gates</c> prints it.</summary>
internal sealed record GateRow
{
    public required string Id { get; init; }

    public required string Version { get; init; }

    public required bool Active { get; init; }

    public required string Scorer { get; init; }

    public required string Selector { get; init; }

    public string? Guard { get; init; }

    public required IReadOnlyList<string> TrainedFor { get; init; }

    public required string Folder { get; init; }

    /// <summary>The trained gates of a home.</summary>
    public static IReadOnlyList<GateRow> Of(Home home)
    {
        var active = File.Exists(home.MixturePath) ? MixtureConfiguration.Read(home).Gate : null;
        return [.. home.Packages(PackageRole.Gate).Select(package => Row(package, active))];
    }

    private static GateRow Row(InstalledPackage package, string? active)
    {
        var gate = GateFile.Read(new PackageFiles(package.Folder));
        return new GateRow
        {
            Id = package.Id,
            Version = package.Version,
            Active = active == $"{package.Id}@{package.Version}",
            Scorer = gate.Scorer.Kind,
            Selector = gate.Selector.Kind,
            Guard = gate.Guard?.Kind,
            TrainedFor = gate.TrainedFor,
            Folder = package.Folder,
        };
    }
}
