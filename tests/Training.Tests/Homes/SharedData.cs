using MoECollab.Training.Tests.Synthetic;

namespace MoECollab.Training.Tests.Homes;

/// <summary>Sets of the shared data, as folders of a data folder; a test without them is skipped.</summary>
internal static class SharedData
{
    /// <summary>A data folder with links to some sets.</summary>
    public static string Link(TemporaryFolder folder, params string[] sets)
    {
        var linked = folder.Sub("data");
        foreach (var set in sets) Directory.CreateSymbolicLink(Path.Combine(linked, set), PathOf(set));
        return linked;
    }

    /// <summary>The folder of one set.</summary>
    public static string PathOf(string set)
    {
        var shared = Environment.GetEnvironmentVariable("MOE_DATA");
        if (shared is null) Assert.Skip("MOE_DATA is not set; it names the folder of data sets");
        var path = Path.Combine(shared, set);
        if (!Directory.Exists(path)) Assert.Skip($"MOE_DATA has no {set}/");
        return path;
    }
}
