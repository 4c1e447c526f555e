using MoECollab.Weights;

namespace MoECollab.Packages;

/// <summary>The files of one installed package, read-only. Paths are relative, with forward slashes; a path that leaves the package is refused.</summary>
public interface IPackageFiles
{
    /// <summary>Whether the package has this file.</summary>
    /// <param name="path">For example <c>moe/labels.json</c>.</param>
    bool Exists(string path);

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">For example <c>moe/labels.json</c>.</param>
    /// <returns>A stream that the caller disposes.</returns>
    /// <exception cref="Errors.MoECollabException">The file is missing (<c>package-file-missing</c>) or lies outside the package (<c>package-path</c>).</exception>
    Stream OpenRead(string path);

    /// <summary>Maps a safetensors file into memory, after checking all of it.</summary>
    /// <param name="path">For example <c>moe/adapter_model.safetensors</c>.</param>
    /// <returns>A view that the caller disposes.</returns>
    /// <exception cref="Errors.WeightFileException">The file is not a sound safetensors file.</exception>
    WeightFile OpenWeights(string path);
}
