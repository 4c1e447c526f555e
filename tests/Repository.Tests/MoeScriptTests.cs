using MoECollab.Repository.Tests.Driving;

namespace MoECollab.Repository.Tests;

/// <summary>
/// The entry script, in a folder of its own with a PATH of its own: real text tools, and stand-ins for what it builds and starts. There is no apt-get, no
/// sudo and no compiler on that PATH.
/// </summary>
public sealed class MoeScriptTests : IDisposable
{
    private static readonly string[] Tools = ["bash", "cat", "chmod", "cut", "dirname", "du", "env", "find", "flock", "grep", "head", "ls", "mkdir", "mv", "readlink", "rm", "sed", "sha256sum", "sleep", "sort", "tail", "tr"];

    private const string Built = """
        #!/bin/bash
        echo "${0##*/} ran: $*"
        """;

    private const string Dotnet = """
        #!/bin/bash
        [ "$1" = restore ] && echo "$*" >> "$FAKES/restores"
        [ "$1" = build ] || exit 0
        echo "$*" >> "$FAKES/builds"
        programs=src/Cli/bin/Release/net10.0/moe
        [ "$2" = src/Cli/MoECollab.Cli.csproj ] || programs="$programs repository/bin/Release/net10.0/MoECollab.Repository"
        for program in $programs; do
          mkdir -p "${program%/*}"
          cat "$FAKES/built" > "$program"
          chmod +x "$program"
        done
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moe-script-");

    private string Fakes => Path.Combine(_folder.FullName, "fakes");

    [Fact]
    public async Task It_builds_once_and_passes_its_arguments_on()
    {
        await PrepareAsync(("dotnet", Dotnet));

        var first = await RunAsync("predict", "--text", "two words");
        var second = await RunAsync("predict", "--text", "two words");

        Assert.Equal((0, "moe ran: predict --text two words\n"), (first.Code, first.Output));
        Assert.Equal((0, "moe ran: predict --text two words\n", ""), (second.Code, second.Output, second.Error));
        Assert.Single(Recorded("restores"));
        Assert.Single(Recorded("builds"), build => build.StartsWith("build src/Cli/MoECollab.Cli.csproj -c Release", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("bench", "layer")]
    [InlineData("study", "--help")]
    [InlineData("packages")]
    [InlineData("test", "--help")]
    public async Task A_verb_of_the_repository_starts_its_program_and_one_build_is_enough_for_both(params string[] arguments)
    {
        await PrepareAsync(("dotnet", Dotnet));

        var first = await RunAsync(arguments);
        var second = await RunAsync(arguments);
        var other = await RunAsync("list");

        Assert.Equal((0, $"MoECollab.Repository ran: {string.Join(' ', arguments)}\n"), (first.Code, first.Output));
        Assert.Equal((first.Output, ""), (second.Output, second.Error));
        Assert.Equal(("moe ran: list\n", ""), (other.Output, other.Error));
        Assert.Single(Recorded("builds"), build => build.StartsWith("build repository/MoECollab.Repository.csproj -c Release", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Test_builds_everything_once()
    {
        await PrepareAsync(("dotnet", Dotnet));

        var tested = await RunAsync("test", "Gating");
        await RunAsync("demo");
        await RunAsync("list");

        Assert.Equal((0, "MoECollab.Repository ran: test Gating\n"), (tested.Code, tested.Output));
        Assert.Single(Recorded("builds"), build => build.StartsWith("build MoECollab.sln -c Release", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData]
    public async Task Help_of_no_verb_is_that_of_both_programs(params string[] arguments)
    {
        await PrepareAsync(("dotnet", Dotnet));

        var result = await RunAsync(arguments);

        Assert.Equal($"moe ran: {string.Join(' ', arguments)}\nMoECollab.Repository ran: --help\n", result.Output);
    }

    [Fact]
    public async Task A_changed_study_is_built_for_the_verbs_of_the_repository_alone()
    {
        await PrepareAsync(("dotnet", Dotnet));
        await RunAsync("study", "list");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "studies"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "studies", "Study.cs"), "changed", TestContext.Current.CancellationToken);

        await RunAsync("list");
        var afterUsersVerb = Recorded("builds").Length;
        await RunAsync("study", "list");

        Assert.Equal((1, 2), (afterUsersVerb, Recorded("builds").Length));
    }

    [Fact]
    public async Task What_it_downloads_is_said_with_its_size_where_it_is_not_there()
    {
        await PrepareAsync(("dotnet", Dotnet));

        var fresh = await RunAsync("list");
        Directory.CreateDirectory(Path.Combine(Fakes, "packages", "libtorch-cpu-linux-x64"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "src", "Program.cs"), "changed", TestContext.Current.CancellationToken);
        var later = await RunAsync("list");

        Assert.Matches(@"downloading NuGet packages: about \d+ MB, \d+ MB on disk", fresh.Error);
        Assert.DoesNotContain("downloading", later.Error);
        Assert.Contains("building src/Cli/MoECollab.Cli.csproj", later.Error);
    }

    [Fact]
    public async Task It_builds_again_where_the_native_files_are_gone()
    {
        await PrepareAsync(("dotnet", Dotnet));
        await RunAsync("list");
        var native = Directory.CreateDirectory(Path.Combine(_folder.FullName, "src/Cli/bin/Release/net10.0/libtorch"));
        File.CreateSymbolicLink(Path.Combine(native.FullName, "libtorch_cpu.so"), Path.Combine(Fakes, "packages-that-were-removed"));

        await RunAsync("list");

        Assert.Equal(2, Recorded("builds").Length);
    }

    [Fact]
    public async Task Another_choice_of_libtorch_is_built_anew()
    {
        await PrepareAsync(("dotnet", Dotnet));
        await RunAsync("list");

        await RunAsync(new Dictionary<string, string?> { ["Torch"] = "none" }, "list");

        Assert.Equal(2, Recorded("builds").Length);
    }

    [Fact]
    public async Task A_changed_source_is_built_again_and_a_changed_document_is_not()
    {
        await PrepareAsync(("dotnet", Dotnet));
        await RunAsync("list");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "README.md"), "changed", TestContext.Current.CancellationToken);
        await RunAsync("list");
        var afterDocument = Recorded("builds").Length;
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "src", "Program.cs"), "changed", TestContext.Current.CancellationToken);
        await RunAsync("list");

        Assert.Equal((1, 2), (afterDocument, Recorded("builds").Length));
    }

    [Fact]
    public async Task A_build_that_fails_shows_its_errors_and_is_tried_again_next_time()
    {
        await PrepareAsync(("dotnet", "#!/bin/bash\n[ \"$1\" = build ] || exit 0\necho x >> \"$FAKES/builds\"\necho 'Program.cs(1,1): error CS1002: ; expected'\nexit 1\n"));

        var first = await RunAsync("list");
        var second = await RunAsync("list");

        Assert.Equal((1, 1), (first.Code, second.Code));
        Assert.Contains("error CS1002", first.Error);
        Assert.Equal(2, Recorded("builds").Length);
    }

    [Fact]
    public async Task Without_the_sdk_it_says_what_to_install_and_ends_with_2()
    {
        await PrepareAsync();

        var result = await RunAsync("list");

        Assert.Equal(2, result.Code);
        Assert.Contains(".NET SDK 10 is missing", result.Error);
    }

    [Fact]
    public async Task An_sdk_that_is_too_old_is_named_and_ends_with_2()
    {
        await PrepareAsync(("dotnet", "#!/bin/bash\n[ \"$1\" = --list-sdks ] && echo '8.0.100 [/usr/share/dotnet/sdk]' || exit 145\n"));

        var result = await RunAsync("list");

        Assert.Equal(2, result.Code);
        Assert.Contains("8.0.100", result.Error);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task PrepareAsync(params (string Name, string Text)[] fakes)
    {
        Directory.CreateDirectory(Fakes);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "src"));
        foreach (var tool in Tools.Where(tool => !File.Exists(Path.Combine(Fakes, tool))))
            File.CreateSymbolicLink(Path.Combine(Fakes, tool), Find(tool));
        foreach (var (name, text) in fakes.Append(("built", Built)))
            await Executable.WriteAsync(Path.Combine(Fakes, name), text);
        await Executable.WriteAsync(Path.Combine(_folder.FullName, "moe"), await File.ReadAllTextAsync(BuiltProgram.Script, TestContext.Current.CancellationToken));
    }

    private Task<MoeResult> RunAsync(params string[] arguments) => RunAsync([], arguments);

    private Task<MoeResult> RunAsync(Dictionary<string, string?> more, params string[] arguments) => BuiltProgram.StartAsync(
        Path.Combine(_folder.FullName, "moe"),
        "",
        new Dictionary<string, string?>(more) { ["PATH"] = Fakes, ["FAKES"] = Fakes, ["NUGET_PACKAGES"] = Path.Combine(Fakes, "packages") },
        arguments);

    private string[] Recorded(string name) => File.Exists(Path.Combine(Fakes, name)) ? File.ReadAllLines(Path.Combine(Fakes, name)) : [];

    private static string Find(string tool) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, tool)).First(File.Exists);
}
