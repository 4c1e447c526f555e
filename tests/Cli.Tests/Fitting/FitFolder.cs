using System.Text.Json;
using MoECollab.Cli.Tests.Driving;

namespace MoECollab.Cli.Tests.Fitting;

/// <summary>Tiny data sets for fits, in a folder of their own.</summary>
internal sealed class FitFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("moe-fit-").FullName;

    /// <summary>The folder of an encoder plugin: beside the tests there are no shipped ones.</summary>
    public static string Encoder => BuiltProgram.Plugin("HashedNGramEncoder");

    /// <summary>The data folder.</summary>
    public string Data => PathOf("data");

    /// <summary>The home that tests fit.</summary>
    public string Home => PathOf("home");

    public string PathOf(string name) => Path.Combine(_root, name);

    /// <summary>Writes a domain: of each kind fifteen rows to learn from and four to choose on, all different.</summary>
    public void Write(string domain, params (string Label, string Text)[] kinds) => WriteTo(Data, domain, kinds);

    /// <summary>The same into another data folder.</summary>
    public static void WriteTo(string data, string domain, params (string Label, string Text)[] kinds)
    {
        var folder = Directory.CreateDirectory(Path.Combine(data, domain)).FullName;
        foreach (var (part, first, rows) in new[] { ("train", 0, 15), ("dev", 50, 4), ("test", 70, 4) })
            File.WriteAllLines(Path.Combine(folder, $"{part}.jsonl"), Enumerable.Range(first, rows).SelectMany(number => kinds.Select(kind => Line(kind.Label, $"{kind.Text} {number}"))));
    }

    public void RemoveDev(string domain) => File.Delete(Path.Combine(Data, domain, "dev.jsonl"));

    public static string Line(string label, string text, string? domain = null) =>
        domain is null ? JsonSerializer.Serialize(new { text, label }) : JsonSerializer.Serialize(new { text, label, domain });

    /// <summary>Writes a file of rows beside the data folder, and returns its path.</summary>
    public string WriteRows(string name, IEnumerable<string> lines)
    {
        File.WriteAllLines(PathOf(name), lines);
        return PathOf(name);
    }

    /// <summary>Lines of any bytes, put after a domain's training rows.</summary>
    public void AppendTrain(string domain, params byte[][] lines)
    {
        using var file = new FileStream(Path.Combine(Data, domain, "train.jsonl"), FileMode.Append);
        foreach (var line in lines) file.Write([.. line, (byte)'\n']);
    }

    public static void WriteBytes(string path, byte[] bytes) => File.WriteAllBytes(path, bytes);

    /// <summary>A file of the home, as text.</summary>
    public string HomeText(string name) => File.ReadAllText(Path.Combine(Home, name));

    /// <summary>Whether the home holds something of that path; a <c>*</c> stands for any name.</summary>
    public bool IsInHome(string pattern)
    {
        IEnumerable<string> found = [Home];
        foreach (var part in pattern.Split('/')) found = found.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFileSystemEntries(folder, part));
        try
        {
            return found.Any();
        }
        catch (IOException)
        {
            // It was renamed between two looks.
            return false;
        }
    }

    /// <summary>A copy of a folder.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>Every file below a folder with the hash of its bytes.</summary>
    public static IReadOnlyList<string> Hashes(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => $"{Path.GetRelativePath(folder, file)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}")];

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
