using MoECollab.Packaging.Homes;

namespace MoECollab.Demo;

/// <summary>
/// What lies in <c>artifacts/demo</c>. A finished part is kept for the next run as long as data, seed and program are the same;
/// otherwise, and for whatever a killed run left half done, the next run starts clean.
/// </summary>
internal sealed class DemoFolder
{
    private readonly string _root;

    public DemoFolder(string root)
    {
        _root = root;
        Home = new Home(Path.Combine(root, "home"));
        Directory.CreateDirectory(root);
    }

    public string Root => _root;

    public string Index => Path.Combine(_root, "index");

    public Home Home { get; }

    /// <summary>Where the baselines keep what they computed.</summary>
    public string Baselines => Path.Combine(_root, "baselines");

    /// <summary>The n-grams of all training descriptions, counted without their sections.</summary>
    public string Vocabulary => Path.Combine(_root, "vocabulary.safetensors");

    /// <summary>Keeps what earlier runs finished for the same key, and removes everything else.</summary>
    public void Prepare(string key)
    {
        var stamp = Path.Combine(_root, "key");
        if (!File.Exists(stamp) || File.ReadAllText(stamp) != key)
        {
            Remove(Home.Root);
            Remove(Baselines);
            File.Delete(Vocabulary);
            File.WriteAllText(stamp + ".partial", key);
            File.Move(stamp + ".partial", stamp, overwrite: true);
        }

        Directory.CreateDirectory(Baselines);
        foreach (var abandoned in Abandoned(Home.Root).Concat(Abandoned(Baselines)).ToList())
            Remove(abandoned);
    }

    // Packages are staged beside their places in folders whose names begin with a dot; checkpoints are worth keeping.
    private static IEnumerable<string> Abandoned(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder, ".*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".checkpoint", StringComparison.Ordinal))
        : [];

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
