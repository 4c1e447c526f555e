using System.Reflection;
using System.Runtime.Loader;
using MoECollab.Loading.Inspecting;

namespace MoECollab.Loading.Contexts;

/// <summary>
/// The world of one package: its own assemblies, those that the host shares, and the framework; nothing else of the host is visible.
/// Assemblies come from memory, so their files can be replaced while it lives. Native libraries belong to the host alone.
/// </summary>
internal sealed class PluginContext : AssemblyLoadContext
{
    private readonly PackageAssemblies _assemblies;
    private readonly SharedAssemblies _shared;
    private readonly Dictionary<string, AssemblyImage> _images;

    public PluginContext(string name, PackageAssemblies assemblies, IReadOnlyList<AssemblyImage> images, SharedAssemblies shared)
        : base(name, isCollectible: true)
    {
        _assemblies = assemblies;
        _shared = shared;
        _images = images.ToDictionary(image => Path.GetFileNameWithoutExtension(image.Path), StringComparer.OrdinalIgnoreCase);
    }

    public Assembly LoadEntry() => LoadPrivate(Path.GetFileNameWithoutExtension(_assemblies.EntryPath))!;

    // For a shared name the version and the signature that the plugin asks for do not matter: only the simple name is compared.
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        if (_shared.Find(name) is { } shared)
            return shared;
        if (LoadPrivate(name) is { } own)
            return own;
        if (SharedAssemblies.IsFramework(name) || !string.IsNullOrEmpty(assemblyName.CultureName))
            return null;
        throw new FileNotFoundException($"The package {Name} has no assembly {name}, and the host does not share its own.", name);
    }

    private Assembly? LoadPrivate(string name)
    {
        // Taken out of the list: once loaded, the bytes are the runtime's.
        var image = _images.Remove(name, out var inspected) ? inspected : _assemblies.Find(name) is { } path ? AssemblyImage.Open(path) : null;
        if (image is null)
            return null;
        using (image)
        {
            using var assembly = new MemoryStream(image.Bytes, writable: false);
            var symbols = Path.ChangeExtension(image.Path, ".pdb");
            if (!File.Exists(symbols))
                return LoadFromStream(assembly);
            using var stream = new MemoryStream(File.ReadAllBytes(symbols), writable: false);
            return LoadFromStream(assembly, stream);
        }
    }
}
