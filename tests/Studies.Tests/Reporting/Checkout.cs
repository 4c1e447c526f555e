using System.Runtime.CompilerServices;

namespace MoECollab.Studies.Tests.Reporting;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Above(ThisFile());

    private static string Above(string start)
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(start)!);
        while (!File.Exists(Path.Combine(folder.FullName, "MoECollab.sln"))) folder = folder.Parent ?? throw new DirectoryNotFoundException($"No MoECollab.sln above {start}.");
        return folder.FullName;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
