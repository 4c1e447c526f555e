using MoECollab.Packages;
using MoECollab.Weights;

namespace MoECollab.Mixture.Tests.Doubles;

internal sealed class FolderFiles(string folder) : IPackageFiles
{
    public bool Exists(string path) => File.Exists(Path.Combine(folder, path));

    public Stream OpenRead(string path) => File.OpenRead(Path.Combine(folder, path));

    public WeightFile OpenWeights(string path) => WeightFile.Open(Path.Combine(folder, path));
}
