using MoECollab.Errors;
using MoECollab.Packages;
using MoECollab.Weights;

namespace MoECollab.Gating.Composing;

/// <summary>The files of a gate that has none yet: one that needs no training, or is about to be trained.</summary>
public sealed class NoFiles : IPackageFiles
{
    /// <summary>The only one there is a need for.</summary>
    public static NoFiles Instance { get; } = new();

    /// <inheritdoc/>
    public bool Exists(string path) => false;

    /// <inheritdoc/>
    public Stream OpenRead(string path) => throw Missing(path);

    /// <inheritdoc/>
    public WeightFile OpenWeights(string path) => throw Missing(path);

    private static MoECollabException Missing(string path) =>
        new("package-file-missing", $"The file '{path}' was asked for; this package has no files yet. Train it first.");
}
