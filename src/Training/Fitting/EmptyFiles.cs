using MoECollab.Errors;
using MoECollab.Packages;
using MoECollab.Weights;

namespace MoECollab.Training.Fitting;

/// <summary>The files of a package that has none yet.</summary>
internal sealed class EmptyFiles : IPackageFiles
{
    private EmptyFiles()
    {
    }

    public static EmptyFiles Instance { get; } = new();

    public bool Exists(string path) => false;

    public Stream OpenRead(string path) => throw Missing(path);

    public WeightFile OpenWeights(string path) => throw Missing(path);

    private static MoECollabException Missing(string path) =>
        new("package-file-missing", $"'{path}' was asked for before training; a package without weights has no files. Start with random weights.");
}
