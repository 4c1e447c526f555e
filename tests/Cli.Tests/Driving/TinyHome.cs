using System.Text.Json;
using MoECollab.Cli.Tests.Driving;

[assembly: AssemblyFixture(typeof(TinyHome))]

namespace MoECollab.Cli.Tests.Driving;

/// <summary>A tiny data folder with two domains, and a home trained from it once, by the verbs themselves. Tests that change the home take a copy.</summary>
public sealed class TinyHome : IAsyncLifetime
{
    private static readonly (string Domain, string Label, string[] Words)[] Topics =
    [
        ("animals", "cats", ["cat", "purrs", "whiskers", "kitten", "meows", "claws"]),
        ("animals", "dogs", ["dog", "barks", "leash", "puppy", "fetches", "tail"]),
        ("plants", "trees", ["oak", "branch", "leaf", "bark", "forest", "trunk"]),
        ("plants", "flowers", ["rose", "petal", "bloom", "tulip", "garden", "scent"]),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moe-cli-tests-");

    /// <summary>Holds <c>DOMAIN/train.jsonl</c> and <c>test.jsonl</c>.</summary>
    public string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>The trained home; not to be changed.</summary>
    public string Home => Path.Combine(_folder.FullName, "home");

    public async ValueTask InitializeAsync()
    {
        foreach (var domain in Topics.GroupBy(topic => topic.Domain))
        {
            Directory.CreateDirectory(Path.Combine(Data, domain.Key));
            Write(domain.Key, "train.jsonl", 60, 1);
            Write(domain.Key, "test.jsonl", 10, 2);
        }

        await ExpectAsync("train", "encoder", "--data", Data, "--id", "words", "--plugin", BuiltProgram.Plugin("HashedNGramEncoder"), "--set", "hidden=8", "--home", Home, "--quiet");
        foreach (var domain in (string[])["animals", "plants"])
            await ExpectAsync("train", "expert", "--data", Path.Combine(Data, domain, "train.jsonl"), "--domain", domain, "--id", domain, "--kind", "ngram", "--home", Home, "--quiet");
        await ExpectAsync("train", "gate", "--data", Data, "--id", "gate", "--scorer", "ngram", "--home", Home, "--quiet");
    }

    /// <summary>A copy of the home that a test may change.</summary>
    public string Copy()
    {
        var copy = Path.Combine(_folder.FullName, Path.GetRandomFileName());
        foreach (var file in Directory.EnumerateFiles(Home, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(Home, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    /// <summary>A path that nothing lies at yet.</summary>
    public string NewPath(string name) => Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.FullName, Path.GetRandomFileName())).FullName, name);

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private void Write(string domain, string file, int rows, int seed)
    {
        var random = new Random(seed);
        var lines = from topic in Topics
                    where topic.Domain == domain
                    from row in Enumerable.Range(0, rows)
                    let words = Enumerable.Range(0, 5).Select(_ => topic.Words[random.Next(topic.Words.Length)])
                    select JsonSerializer.Serialize(new Dictionary<string, string> { ["text"] = $"{string.Join(' ', words)} {seed}{row}", ["label"] = topic.Label });
        File.WriteAllLines(Path.Combine(Data, domain, file), lines);
    }

    private static async Task ExpectAsync(params string[] arguments)
    {
        var result = await Moe.RunAsync(arguments);
        Assert.True(result.Code == 0, $"moe {string.Join(' ', arguments)} ended with {result.Code}: {result.Error}");
    }
}
