using MoECollab.Packaging.Homes;

namespace MoECollab.Host.Generations.Watching;

/// <summary>What every package folder of a home looks like from outside: names, sizes and times of its files.</summary>
internal static class FolderSignatures
{
    /// <summary>Stands for <c>moe.json</c> among the keys.</summary>
    public const string Mixture = "moe.json";

    /// <summary>A signature per package key; a folder that vanishes meanwhile has none.</summary>
    public static Dictionary<string, string> Of(Home home)
    {
        var signatures = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var package in home.Packages())
        {
            try
            {
                signatures[package.Key] = string.Join('\n', new DirectoryInfo(package.Folder).EnumerateFiles("*", SearchOption.AllDirectories)
                    .Select(file => $"{file.FullName}\t{file.Length}\t{file.LastWriteTimeUtc.Ticks}").Order(StringComparer.Ordinal));
            }
            catch (IOException)
            {
                // It is being moved or removed; the next look sees what it has become.
            }
        }

        var mixture = new FileInfo(home.MixturePath);
        if (mixture.Exists)
            signatures[Mixture] = $"{mixture.Length}\t{mixture.LastWriteTimeUtc.Ticks}";
        return signatures;
    }
}
