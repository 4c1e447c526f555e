using System.Text.Json;

namespace MoECollab.Host.Tests.Container;

/// <summary>The repository's Dockerfile, read far enough to take its steps without an engine.</summary>
internal sealed class ImageFile
{
    private readonly List<(string Name, string Text)> _steps;

    public ImageFile()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MoECollab.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} has MoECollab.sln; the tests run from a checkout.");
        Repository = folder.FullName;
        var text = File.ReadAllText(At("Dockerfile")).Replace("\\\n", " ", StringComparison.Ordinal);
        _steps = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line => line.Split(' ', 2)).Select(parts => (parts[0], parts[1].Trim()))];
    }

    public string Repository { get; }

    /// <summary>What the image is asked to run: its entry point with its default arguments.</summary>
    public (string Program, string[] Arguments) Entry => (List("ENTRYPOINT")[0], List("CMD"));

    /// <summary>The command of the health check.</summary>
    public string[] Health => List("HEALTHCHECK");

    /// <summary>The steps of the last stage.</summary>
    public IReadOnlyList<(string Name, string Text)> LastStage => _steps[(_steps.FindLastIndex(step => step.Name == "FROM") + 1)..];

    /// <summary>The command that publishes.</summary>
    public string[] Publish => _steps.Single(step => step.Name == "RUN" && step.Text.StartsWith("build/", StringComparison.Ordinal)).Text.Split(' ');

    /// <summary>What .dockerignore lets through, relative to the repository.</summary>
    public string[] Sources => [.. File.ReadAllLines(At(".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..])];

    public string At(string path) => Path.Combine(Repository, path);

    /// <summary>Copies what .dockerignore lets through, as the build stage gets it.</summary>
    public void CopySources(string target)
    {
        foreach (var source in Sources)
        {
            if (File.Exists(At(source)))
                Copy(At(source), Path.Combine(target, source));
            else
                CopyFolder(At(source), Path.Combine(target, source));
        }
    }

    private static void CopyFolder(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source))
            Copy(file, Path.Combine(target, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(source).Where(folder => Path.GetFileName(folder) is not ("bin" or "obj")))
            CopyFolder(folder, Path.Combine(target, Path.GetFileName(folder)));
    }

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(source, target);
    }

    private string[] List(string name)
    {
        var text = _steps.Last(step => step.Name == name).Text;
        return JsonSerializer.Deserialize<string[]>(text[text.IndexOf('[', StringComparison.Ordinal)..])!;
    }
}
