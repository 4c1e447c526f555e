using MoECollab.Packages;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;

namespace MoECollab.Loading.Creating;

/// <summary>Reads the routing keys that an expert ships: the tensor <c>keys</c> [m, d].</summary>
internal static class RoutingKeys
{
    private const string TensorName = "keys";

    public static IReadOnlyList<ReadOnlyMemory<float>> Read(IPackageFiles files, PackageManifest manifest, int hiddenSize)
    {
        if (manifest.Routing?.Key is not { } name)
            return [];
        using var weights = files.OpenWeights(PackageLayout.Content(name));
        var values = weights.Floats(TensorName, -1, hiddenSize > 0 ? hiddenSize : -1).ToArray();
        var (keys, size) = ((int)weights.Entries[TensorName].Shape[0], (int)weights.Entries[TensorName].Shape[1]);
        if (!values.All(float.IsFinite))
            throw PackageRefusedException.Malfunctioned($"{name} holds values that are not finite; make the routing keys again.");
        return [.. Enumerable.Range(0, keys).Select(key => new ReadOnlyMemory<float>(values, key * size, size))];
    }
}
