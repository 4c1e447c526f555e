using MoECollab.Packages;
using MoECollab.Weights;

namespace Sample.Expert_1.Tests;

/// <summary>The files of the package as the build copied them beside the tests, or any other folder.</summary>
internal sealed class FolderFiles(string folder) : IPackageFiles
{
    public bool Exists(string path) => File.Exists(Path.Combine(folder, path));

    public Stream OpenRead(string path) => File.OpenRead(Path.Combine(folder, path));

    public WeightFile OpenWeights(string path) => WeightFile.Open(Path.Combine(folder, path));
}
