using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins.Loader;
using MoECollab.Loading.Inspecting;

namespace MoECollab.Loading.Contexts;

/// <summary>
/// The world of one package, made by McMaster.NETCore.Plugins: its own assemblies, those that the host shares, and the framework. Inspection has
/// refused before what would reach further.
/// </summary>
internal static class PackageContext
{
    /// <summary>Makes the context; nothing is loaded into it yet.</summary>
    // By the builder and not by PluginLoader, which is a shell round it: that one takes probing paths out of any runtimeconfig.json beside the host,
    // and copies native libraries to a new folder for each context, so that every reload would map them once more and for good.
    public static AssemblyLoadContext Create(PackageAssemblies assemblies, SharedAssemblies shared)
    {
        var builder = new AssemblyLoadContextBuilder()
            .SetMainAssemblyPath(NativeStage.Place(assemblies) ?? assemblies.EntryPath)
            .AddProbingPath(assemblies.Folder)
            .AddResourceProbingPath(assemblies.Folder)
            .EnableUnloading()
            .PreloadAssembliesIntoMemory()
            .IsLazyLoaded(true);
        foreach (var assembly in shared.All)
            builder.PreferDefaultLoadContextAssembly(assembly.GetName());
        // What a shared assembly refers to would come from the host first, also where the package has its own.
        foreach (var own in Directory.EnumerateFiles(assemblies.Folder, "*.dll"))
            builder.PreferLoadContextAssembly(new AssemblyName { Name = Path.GetFileNameWithoutExtension(own) });
        var context = builder.Build();
        // Asked last, where the version that the plugin was compiled against is not the host's: only the simple name counts.
        context.Resolving += (_, name) => shared.Find(name.Name!);
        return context;
    }

    /// <summary>Loads the bytes that were inspected, so that no file is read a second time, and hands out the entry's assembly.</summary>
    public static Assembly Load(AssemblyLoadContext context, IReadOnlyList<AssemblyImage> images) => images.Select(image => Load(context, image)).ToList()[0];

    private static Assembly Load(AssemblyLoadContext context, AssemblyImage image)
    {
        using var inspected = image;
        using var assembly = new MemoryStream(image.Bytes, writable: false);
        var symbols = Path.ChangeExtension(image.Path, ".pdb");
        if (!File.Exists(symbols))
            return context.LoadFromStream(assembly);
        using var stream = new MemoryStream(File.ReadAllBytes(symbols), writable: false);
        return context.LoadFromStream(assembly, stream);
    }
}
