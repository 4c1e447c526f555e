using System.Text.Json;
using System.Xml.Linq;

namespace MoECollab.Architecture.Tests;

/// <summary>Which project may reference which. The table is the picture in docs/architecture.md; change both together.</summary>
public sealed class LayeringTests
{
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Abstractions"] = [],
        ["Torch"] = ["Abstractions"],
        ["Gating"] = ["Abstractions"],
        ["Packaging"] = ["Abstractions"],
        ["Loading"] = ["Abstractions", "Packaging"],
        ["Mixture"] = ["Abstractions", "Gating"],
        ["Training"] = ["Abstractions", "Gating", "Mixture", "Packaging", "Torch"],
        ["Host"] = ["Abstractions", "Gating", "Mixture", "Loading", "Packaging", "Torch"],
    };

    // Programs of the repository, and what they are made of.
    private static readonly string[] OfTheRepository = ["repository", "demo", "studies", "benchmarks"];

    public static TheoryData<string> Libraries =>
        [.. MayReference.Keys.Where(name => Directory.Exists(Path.Combine(RepositoryRoot.Path, "src", name)))];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Library_references_only_what_the_table_allows(string library)
    {
        var strays = Projects("src/" + library).SelectMany(project => References(project.Text)).Where(name => !MayReference[library].Contains(name));

        Offenders.None(strays);
    }

    [Fact]
    public void Every_library_stands_in_the_table()
    {
        var strays = Directory.EnumerateDirectories(Path.Combine(RepositoryRoot.Path, "src")).Select(folder => Path.GetFileName(folder)!).Where(name => name != "Cli" && !MayReference.ContainsKey(name));

        Offenders.None(strays);
    }

    [Fact]
    public void Plugins_know_the_contract_alone()
    {
        var strays =
            from project in Projects("plugins")
            from name in References(project.Text)
            where name != "Abstractions"
            select $"{project.Path}: {name}";

        Offenders.None(strays);
    }

    [Fact]
    public void The_product_includes_nothing_of_the_repository()
    {
        var strays =
            from project in ((string[])["src", "plugins", "templates"]).SelectMany(Projects)
            from item in XDocument.Parse(project.Text).Descendants().Attributes("Include")
            where item.Value.Replace('\\', '/').Split('/').Any(OfTheRepository.Contains)
            select $"{project.Path}: {item.Value}";

        Offenders.None(strays);
    }

    [Fact]
    public void The_built_program_holds_the_product_alone()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        using var dependencies = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "src", "Cli", "bin", configuration, "net10.0", "moe.deps.json")));
        var product = Projects("src").Select(project => Path.GetFileNameWithoutExtension(project.Path)).Append("moe").ToHashSet();

        var projects =
            from library in dependencies.RootElement.GetProperty("libraries").EnumerateObject()
            where library.Value.GetProperty("type").GetString() == "project"
            select library.Name.Split('/')[0];

        Assert.Contains("MoECollab.Host", projects);
        Offenders.None(projects.Where(name => !product.Contains(name)));
    }

    [Fact]
    public void The_tensor_runtime_is_chosen_in_one_place()
    {
        var strays = ((string[])["src", "plugins", .. OfTheRepository, "tests"]).SelectMany(Projects)
            .Where(project => project.Text.Contains("\"TorchSharp", StringComparison.Ordinal) || project.Text.Contains("libtorch-", StringComparison.Ordinal))
            .Select(project => project.Path);

        Offenders.None(strays);
    }

    [Fact]
    public void No_source_asks_which_tensor_runtime_it_is_built_on()
    {
        var strays =
            from folder in new[] { "src", "plugins" }
            from source in RepositoryRoot.Files(folder, "*.cs")
            where source.Text.Contains("\n#if", StringComparison.Ordinal)
            select source.Path;

        Offenders.None(strays);
    }

    private static IEnumerable<(string Path, string Text)> Projects(string folder) => RepositoryRoot.Files(folder, "*.csproj");

    private static IEnumerable<string> References(string project) =>
        from reference in XDocument.Parse(project).Descendants("ProjectReference")
        from include in ((string?)reference.Attribute("Include") ?? "").Split(';')
        let path = include.Replace('\\', '/').Split('/')
        where path.Length > 1
        select path[^2];
}
