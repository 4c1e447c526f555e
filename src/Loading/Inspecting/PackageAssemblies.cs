using System.Reflection;
using System.Runtime.Loader;
using MoECollab.Packaging.Homes;

namespace MoECollab.Loading.Inspecting;

/// <summary>The assemblies of one package: its entry and its private dependencies, found by its <c>.deps.json</c> or, without one, beside the entry.</summary>
internal sealed class PackageAssemblies
{
    private readonly AssemblyDependencyResolver? _resolver;

    public PackageAssemblies(InstalledPackage package, string entry)
    {
        Folder = Path.Combine(package.Folder, PackageLayout.AssemblyFolder);
        EntryPath = Path.Combine(Folder, entry);
        if (!File.Exists(EntryPath))
            throw PackageRefusedException.Malfunctioned($"{PackageLayout.AssemblyFolder}/{entry} is missing; put the plugin's assembly there.");
        if (File.Exists(Path.ChangeExtension(EntryPath, ".deps.json")))
            _resolver = OpenResolver(EntryPath);
    }

    /// <summary>Where they lie, as a full path.</summary>
    public string Folder { get; }

    public string EntryPath { get; }

    /// <summary>The file of a private dependency; null where the package has none of that name.</summary>
    public string? Find(string name)
    {
        var beside = Path.Combine(Folder, name + ".dll");
        var resolved = _resolver?.ResolveAssemblyToPath(new AssemblyName(name));
        // A .deps.json from a stranger must not bring in what lies outside of the package.
        if (resolved is not null && Path.GetFullPath(resolved).StartsWith(Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return resolved;
        return File.Exists(beside) ? beside : null;
    }

    private static AssemblyDependencyResolver OpenResolver(string path)
    {
        try
        {
            return new AssemblyDependencyResolver(path);
        }
        catch (InvalidOperationException fault)
        {
            throw PackageRefusedException.Malfunctioned($"{Path.GetFileNameWithoutExtension(path)}.deps.json cannot be read; build the package again, or delete the file where every dependency lies beside the assembly.", fault);
        }
    }
}
