using System.CommandLine;
using MoECollab.Cli.CommandLine;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Writing;

namespace MoECollab.Cli.Training;

/// <summary>Where a trained package goes, and where its checkpoints lie until it is there.</summary>
internal sealed class TrainTarget : IDisposable
{
    private bool _begun;

    private TrainTarget(PackageRole role, string folder, bool isInHome)
    {
        Role = role;
        Folder = Path.GetFullPath(folder);
        IsInHome = isInHome;
        CheckpointFolder = Path.Combine(Path.GetDirectoryName(Folder)!, $".{Path.GetFileName(Folder)}.checkpoint");
    }

    public PackageRole Role { get; }

    public string Folder { get; }

    public string CheckpointFolder { get; }

    /// <summary>Whether the package has its place in the home, where <c>--out</c> does not say otherwise.</summary>
    public bool IsInHome { get; }

    /// <summary>As <c>--out</c>, or else <c>--home</c>, <c>--id</c> and <c>--package-version</c> say.</summary>
    public static TrainTarget Of(ParseResult parsed, PackageRole role)
    {
        // Checked in either case: the id goes into the manifest.
        var place = new Home(parsed.GetRequiredValue(SharedOptions.Home)).Locate(role, parsed.GetRequiredValue(TrainOptions.Id), parsed.GetRequiredValue(TrainOptions.Version));
        return parsed.GetValue(TrainOptions.Out) is { } folder ? new TrainTarget(role, folder, false) : new TrainTarget(role, place.Folder, true);
    }

    /// <summary>A place in a home.</summary>
    public static TrainTarget In(Home home, PackageRole role, string id, string version) => new(role, home.Locate(role, id, version).Folder, true);

    /// <summary>Begins the package, with an existing folder for checkpoints.</summary>
    public PackageWriter Begin()
    {
        var writer = PackageWriter.Begin(Folder, Role);
        Directory.CreateDirectory(CheckpointFolder);
        _begun = true;
        return writer;
    }

    /// <summary>The package is in its place: nothing is left to continue.</summary>
    public void Finish()
    {
        if (Directory.Exists(CheckpointFolder))
            Directory.Delete(CheckpointFolder, recursive: true);
        _begun = false;
    }

    /// <summary>Takes away the empty folders of a training that stopped before there was anything to continue.</summary>
    public void Dispose()
    {
        if (!_begun)
            return;
        foreach (var folder in (string[])[CheckpointFolder, Path.GetDirectoryName(Folder)!])
        {
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
        }
    }
}
