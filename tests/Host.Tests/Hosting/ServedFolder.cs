using System.Text.Json;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using MoECollab.Weights;

namespace MoECollab.Host.Tests.Hosting;

/// <summary>A home in a temporary folder, filled with real packages.</summary>
internal sealed class ServedFolder : IDisposable
{
    private const int Letters = 26;

    public ServedFolder() => Home = new Home(Directory.CreateTempSubdirectory("moe-host-").FullName);

    public Home Home { get; }

    public string At(string path) => Path.Combine(Home.Root, path);

    /// <summary>An encoder of letters, and three experts that own a letter each: texts of that letter go to it.</summary>
    public static ServedFolder WithThreeExperts()
    {
        var folder = new ServedFolder();
        folder.AddEncoder();
        folder.AddExpert("alpha", 'a');
        folder.AddExpert("beta", 'b');
        folder.AddExpert("gamma", 'c');
        return folder;
    }

    public void AddEncoder(int table = 0) => Add(PackageRole.Encoder, "served.letters", "1.0.0", "ServedPlugin", null, manifest => manifest with
    {
        Options = new Dictionary<string, string> { ["table"] = $"{table}" },
    });

    /// <summary>An expert that owns a letter.</summary>
    public InstalledPackage AddExpert(string id, char letter, string version = "1.0.0", string[]? labels = null, params (string Name, string Value)[] options)
    {
        var package = Add(PackageRole.Expert, id, version, "ServedPlugin", "served.fickle@1.0.0", manifest => manifest with
        {
            Task = new PackageTask { Labels = "labels.json" },
            Routing = new PackageRouting { Key = "routing_key.safetensors" },
            Options = options.ToDictionary(option => option.Name, option => option.Value),
        });
        File.WriteAllText(Path.Combine(package.Folder, "moe", "labels.json"), JsonSerializer.Serialize(labels ?? [$"{id}/yes", $"{id}/no"]));
        var key = new float[Letters];
        key[letter - 'a'] = 1f;
        WeightWriter.Write(Path.Combine(package.Folder, "moe", "routing_key.safetensors"), [NamedWeights.Of("keys", key, 1, Letters)]);
        return package;
    }

    /// <summary>Installs a plugin's export under an id of its own.</summary>
    public InstalledPackage Add(PackageRole role, string id, string version, string plugin, string? component, Func<PackageManifest, PackageManifest>? change = null)
    {
        var package = Home.Locate(role, id, version);
        var target = Directory.CreateDirectory(Path.Combine(package.Folder, PackageLayout.AssemblyFolder)).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "plugins", plugin)))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        var manifest = new PackageManifest { Id = id, Version = version, Entry = new PackageEntry { Assembly = plugin + ".dll", Component = component } };
        ManifestWriter.Write(role, package.Folder, change?.Invoke(manifest) ?? manifest);
        return package;
    }

    public void Dispose() => Directory.Delete(Home.Root, recursive: true);
}
