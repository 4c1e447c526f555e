using MoECollab.Experts;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using static TorchSharp.torch;

namespace MoECollab.Loading.Tests;

/// <summary>A home in a temporary folder, filled with plugins that this test run built.</summary>
internal sealed class TestHome : IDisposable
{
    public TestHome() => Home = new Home(Directory.CreateTempSubdirectory("moe-loading-").FullName);

    public Home Home { get; }

    public static string PluginFolder(string plugin) => Path.Combine(AppContext.BaseDirectory, "plugins", plugin);

    public string At(string path) => Path.Combine(Home.Root, path);

    public void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), content);
    }

    public void CopyPlugin(string plugin, string package)
    {
        var target = Path.Combine(At(package), PackageLayout.AssemblyFolder);
        foreach (var file in Directory.EnumerateFiles(PluginFolder(plugin), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(PluginFolder(plugin), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    /// <summary>Installs a plugin's export under an id of its own, or under the export's.</summary>
    public InstalledPackage Add(PackageRole role, string id, string version, string plugin, string? component = null, Func<PackageManifest, PackageManifest>? change = null)
    {
        var package = Home.Locate(role, id, version);
        CopyPlugin(plugin, package.Key);
        var assembly = Directory.EnumerateFiles(PluginFolder(plugin), "*.deps.json").Single();
        var manifest = new PackageManifest { Id = id, Version = version, Entry = new PackageEntry { Assembly = Path.GetFileName(assembly).Replace(".deps.json", ".dll", StringComparison.Ordinal), Component = component } };
        ManifestWriter.Write(role, package.Folder, change?.Invoke(manifest) ?? manifest);
        return package;
    }

    public InstalledPackage AddExpert(string id, Func<PackageManifest, PackageManifest>? change = null) => Add(PackageRole.Expert, id, "1.0.0", "SamplePlugin", "sample.constant@1.0.0", change);

    public InstalledPackage AddFaulty(string id) => Add(PackageRole.Expert, id, "1.0.0", "FaultyPlugin");

    public InstalledPackage AddEncoder() => Add(PackageRole.Encoder, "sample.encoder", "1.0.0", "SamplePlugin");

    public LoadedHome Load(Func<LoadOptions, LoadOptions>? change = null)
    {
        var options = new LoadOptions { Device = CPU };
        return new HomeLoader(change?.Invoke(options) ?? options).Load(Home);
    }

    public static LoadOptions WithKind(LoadOptions options, string kind, IExpertFactory factory) => options with { BuiltInKinds = new Dictionary<string, IExpertFactory> { [kind] = factory } };

    public void Dispose() => Directory.Delete(Home.Root, recursive: true);
}
