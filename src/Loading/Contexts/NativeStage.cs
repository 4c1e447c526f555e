using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using MoECollab.Loading.Inspecting;

namespace MoECollab.Loading.Contexts;

/// <summary>
/// Where this process keeps copies of packages' native libraries, so that a package's own files can be replaced while they are mapped. A library
/// that was loaded stays loaded until the process ends, whatever becomes of its context; so a package whose libraries are unchanged is given the
/// same copy each time it is loaded, and the system maps no second one. The folder is deleted when the process ends; what a killed process left
/// is deleted by the next one that needs such a folder.
/// </summary>
internal static class NativeStage
{
    private const string Prefix = "moe-native-", Lock = "lock";

    // Of the process and not of a loader, as the libraries are.
    private static readonly Lazy<string> Root = new(Create);

    /// <summary>Copies a package's native libraries, where it has any.</summary>
    /// <param name="assemblies">Where they are. Each package has libraries of its own, even where they are the same files as another's.</param>
    /// <returns>The path beside which they lie, named like the entry; null where there are none.</returns>
    public static string? Place(PackageAssemblies assemblies)
    {
        var natives = PackageNatives.Find(assemblies.Folder);
        if (natives.Count == 0)
            return null;
        var name = NameOf(assemblies.Folder, natives);
        var folder = Path.Combine(Root.Value, name);
        if (!Directory.Exists(folder))
            Copy(natives, name, assemblies);
        return Path.Combine(folder, Path.GetFileName(assemblies.EntryPath));
    }

    private static string NameOf(string owner, SortedDictionary<string, string> natives)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(owner));
        foreach (var (name, path) in natives)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\0{name}\0"));
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            hash.AppendData(SHA256.HashData(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Copy(SortedDictionary<string, string> natives, string name, PackageAssemblies assemblies)
    {
        var incomplete = Path.Combine(Root.Value, Path.GetRandomFileName());
        var copies = new SortedDictionary<string, string>(natives.ToDictionary(native => native.Key, native => Path.Combine(incomplete, native.Key)), StringComparer.Ordinal);
        foreach (var (native, copy) in copies)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(natives[native], copy);
        }

        if (NameOf(assemblies.Folder, copies) != name)
            throw PackageRefusedException.Malfunctioned("Its native libraries changed while it was being loaded; load it again.");
        // The resolver below a context wants an entry, and without a .deps.json takes every file beside it for loadable. The entry's code comes from memory.
        File.WriteAllBytes(Path.Combine(incomplete, Path.GetFileName(assemblies.EntryPath)), []);
        try
        {
            Directory.Move(incomplete, Path.Combine(Root.Value, name));
        }
        catch (IOException) when (Directory.Exists(Path.Combine(Root.Value, name)))
        {
            // The same package is being loaded twice at once, and the other one was quicker.
            Directory.Delete(incomplete, recursive: true);
        }
    }

    /// <summary>Makes a folder for this process, after those of processes that are no more are deleted.</summary>
    internal static string Create()
    {
        DeleteLeftovers();
        var folder = Directory.CreateTempSubdirectory(Prefix).FullName;
        // Held until the process ends, however it ends.
        var held = new FileStream(Path.Combine(folder, Lock), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            held.Dispose();
            Delete(folder);
        };
        return folder;
    }

    private static void DeleteLeftovers()
    {
        // A folder that is younger than this process may be another's that has not taken its lock yet.
        using var self = Process.GetCurrentProcess();
        var started = self.StartTime.ToUniversalTime();
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*").Where(folder => Directory.GetLastWriteTimeUtc(folder) < started))
        {
            if (IsLeft(Path.Combine(folder, Lock)))
                Delete(folder);
        }
    }

    private static bool IsLeft(string path)
    {
        try
        {
            using var held = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 1);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Windows keeps the files of libraries that are loaded; the next process that needs such a folder tries again.
        }
    }
}
