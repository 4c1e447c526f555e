using System.Runtime.InteropServices;
using MoECollab.Loading.Inspecting;

namespace MoECollab.Loading.Contexts;

/// <summary>Finds a package's native libraries for this machine: below <c>runtimes/…/native</c> and beside the assembly, listed in a .deps.json or not.</summary>
internal static class PackageNatives
{
    // From the most special to the most general, as NuGet falls back from one to the next.
    private static readonly string[] Runtimes = [.. Fallbacks().Distinct()];

    /// <summary>The files, by where they lie beside one another; the most special file of a name counts.</summary>
    /// <param name="folder">The package's folder of assemblies.</param>
    public static SortedDictionary<string, string> Find(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var native in Runtimes.Select(runtime => Path.Combine(folder, "runtimes", runtime, "native")).Where(Directory.Exists))
        {
            // All of them: a library may ask for data or other libraries beside itself.
            foreach (var path in Directory.EnumerateFiles(native, "*", SearchOption.AllDirectories))
                files.TryAdd(Path.GetRelativePath(native, path), path);
        }

        foreach (var path in Directory.EnumerateFiles(folder).Where(NativeFile.Is))
            files.TryAdd(Path.GetFileName(path), path);
        return files;
    }

    private static IEnumerable<string> Fallbacks()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        yield return RuntimeInformation.RuntimeIdentifier;
        yield return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        yield return system;
        if (!OperatingSystem.IsWindows())
            yield return "unix";
        yield return "any";
    }
}
