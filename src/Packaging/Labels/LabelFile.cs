using MoECollab.Errors;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;

namespace MoECollab.Packaging.Labels;

/// <summary>The labels of a package: a JSON array of distinct strings, in class order.</summary>
public static class LabelFile
{
    /// <summary>The usual name, as a manifest writes it.</summary>
    public const string DefaultName = "labels.json";

    private const int MaximumBytes = 64 << 20;

    /// <summary>Reads the labels that a manifest names.</summary>
    /// <param name="folder">The package's folder.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <returns>The labels; empty where the manifest names no file.</returns>
    /// <exception cref="MoECollabException">The file is missing or not an array of distinct, non-empty strings (<c>labels-invalid</c>).</exception>
    public static IReadOnlyList<string> Read(string folder, PackageManifest manifest)
    {
        if (manifest.Task?.Labels is not { } name)
            return [];
        var path = PackageLayout.Content(name);
        var labels = StrictJson.Read(Path.Combine(folder, path), path, ManifestJson.Default.IReadOnlyListString, "labels-invalid", MaximumBytes);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (labels.Count == 0)
            throw new MoECollabException("labels-invalid", $"{path} has no label; expected at least one.");
        if (labels.Any(string.IsNullOrEmpty))
            throw new MoECollabException("labels-invalid", $"{path} has a label without a character; labels are distinct, non-empty strings.");
        if (labels.FirstOrDefault(label => !seen.Add(label)) is { } twice)
            throw new MoECollabException("labels-invalid", $"{path} has '{twice}' twice; labels are distinct, non-empty strings.");
        return labels;
    }

    /// <summary>Writes labels into a package's folder under <see cref="DefaultName"/>.</summary>
    /// <param name="folder">The package's folder.</param>
    /// <param name="labels">Distinct, non-empty strings in class order.</param>
    public static void Write(string folder, IReadOnlyList<string> labels) =>
        StrictJson.Write(Path.Combine(folder, PackageLayout.Content(DefaultName)), [.. System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(labels, ManifestJson.Default.IReadOnlyListString), (byte)'\n']);
}
