using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using MoECollab.Packages;
using TorchSharp;

namespace MoECollab.Loading.Inspecting;

/// <summary>
/// The assemblies that a plugin gets from the host, whatever version or signature it asks for and whatever lies in its folder: types of
/// the contract and tensors cross the border, so there must be one of each.
/// </summary>
internal sealed class SharedAssemblies
{
    private static readonly string? FrameworkFolder = Path.GetDirectoryName(typeof(object).Assembly.Location) is { Length: > 0 } folder ? folder : null;

    private readonly ConcurrentDictionary<string, Assembly?> _assemblies = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, HostAssembly?> _surfaces = new(StringComparer.OrdinalIgnoreCase);

    public SharedAssemblies()
    {
        foreach (var assembly in (Assembly[])[typeof(IPackageFiles).Assembly, typeof(torch).Assembly, typeof(System.Composition.ExportAttribute).Assembly])
            _assemblies[assembly.GetName().Name!] = assembly;
    }

    public Assembly? Find(string name) => _assemblies.GetOrAdd(name, static name => IsAbstraction(name) ? LoadFromHost(name) : null);

    public HostAssembly? Surface(string name) => _surfaces.GetOrAdd(name, name => Find(name) is { } assembly ? HostAssembly.Open(assembly) : null);

    public static bool IsFramework(string name) => FrameworkFolder is null || File.Exists(Path.Combine(FrameworkFolder, name + ".dll"));

    private static bool IsAbstraction(string name) =>
        name.StartsWith("Microsoft.Extensions.", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".Abstractions", StringComparison.OrdinalIgnoreCase);

    private static Assembly? LoadFromHost(string name)
    {
        try
        {
            return AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(name));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
