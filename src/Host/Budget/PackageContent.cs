using System.Security.Cryptography;
using System.Text;
using MoECollab.Loading;

namespace MoECollab.Host.Budget;

/// <summary>What an expert is made from: its weights, labels and options, and what runs them.</summary>
internal static class PackageContent
{
    /// <summary>Bytes of the package's weights as they lie on disk.</summary>
    public static long Bytes(LoadedPackage package) => WeightFiles(package).Sum(path => new FileInfo(path).Length);

    /// <summary>Hash of the content as it is now.</summary>
    /// <param name="package">The package.</param>
    /// <param name="code">What stands for its code; empty where a built-in kind runs it.</param>
    public static string Hash(LoadedPackage package, string code)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var manifest = package.Manifest!;
        Add(hash, $"kind {manifest.Kind}{code}");
        Add(hash, $"encoder {manifest.Encoder?.Fingerprint}");
        foreach (var (name, value) in (manifest.Options ?? new Dictionary<string, string>()).OrderBy(option => option.Key, StringComparer.OrdinalIgnoreCase))
            Add(hash, $"option {name.ToUpperInvariant()}={value}");
        foreach (var path in WeightFiles(package).Concat(LabelFiles(package)))
        {
            Add(hash, $"file {Path.GetFileName(path)}");
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<string> WeightFiles(LoadedPackage package) => Files(package, "*.safetensors");

    private static IEnumerable<string> LabelFiles(LoadedPackage package) => package.Manifest?.Task?.Labels is { } labels ? Files(package, Path.GetFileName(labels)) : [];

    private static IEnumerable<string> Files(LoadedPackage package, string pattern)
    {
        var folder = Path.Combine(package.Package.Folder, "moe");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal) : [];
    }

    private static void Add(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }
}
