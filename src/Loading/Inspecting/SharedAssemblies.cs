using System.Collections.Concurrent;
using System.Composition;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MoECollab.Packages;
using TorchSharp;

namespace MoECollab.Loading.Inspecting;

/// <summary>
/// The assemblies that a plugin gets from the host, whatever version or signature it asks for: types of the contract and tensors cross the
/// border, so there must be one of each. They are those that build/ExpertPlugin.targets leaves out of a package.
/// </summary>
internal sealed class SharedAssemblies
{
    private static readonly string? FrameworkFolder = Path.GetDirectoryName(typeof(object).Assembly.Location) is { Length: > 0 } folder ? folder : null;

    private readonly Dictionary<string, Assembly> _assemblies = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, HostAssembly?> _surfaces = new(StringComparer.OrdinalIgnoreCase);

    public SharedAssemblies()
    {
        foreach (var type in (Type[])[typeof(IPackageFiles), typeof(torch), typeof(ExportAttribute), typeof(ILogger), typeof(IServiceCollection)])
            _assemblies[type.Assembly.GetName().Name!] = type.Assembly;
    }

    public IEnumerable<Assembly> All => _assemblies.Values;

    public Assembly? Find(string name) => _assemblies.GetValueOrDefault(name);

    public HostAssembly? Surface(string name) => _surfaces.GetOrAdd(name, name => Find(name) is { } assembly ? HostAssembly.Open(assembly) : null);

    public static bool IsFramework(string name) => FrameworkFolder is null || File.Exists(Path.Combine(FrameworkFolder, name + ".dll"));
}
