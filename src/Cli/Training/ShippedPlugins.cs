using MoECollab.Errors;
using MoECollab.Loading;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using TorchSharp;

namespace MoECollab.Cli.Training;

/// <summary>The plugins that lie beside this program, each as a package without weights.</summary>
internal static class ShippedPlugins
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>Opens the plugin of a role: a shipped one by its id, or any by its folder.</summary>
    public static PluginFactory Open(string name, PackageRole role, CancellationToken cancellation)
    {
        var options = new LoadOptions { Device = new(DeviceType.CPU), Cancellation = cancellation };
        return PluginFactory.Open(Directory.Exists(name) ? name : Find(name, role), role, options);
    }

    private static string Find(string id, PackageRole role)
    {
        var shipped = Directory.Exists(Folder)
            ? Directory.EnumerateDirectories(Folder).Where(folder => File.Exists(Path.Combine(folder, PackageLayout.ManifestOf(role)))).ToDictionary(folder => ManifestReader.ReadClaims(role, folder).Id)
            : [];
        return shipped.GetValueOrDefault(id)
            ?? throw new MoECollabException("plugin-not-found", $"There is no {role.ToString().ToLowerInvariant()} plugin '{id}': no folder of that name, and none shipped ({string.Join(", ", shipped.Keys.Order(StringComparer.Ordinal))}).");
    }
}
