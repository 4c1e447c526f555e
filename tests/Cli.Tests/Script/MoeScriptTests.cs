using MoECollab.Cli.Tests.Driving;

namespace MoECollab.Cli.Tests.Script;

/// <summary>
/// The entry script, in a folder of its own with a PATH of its own: real text tools, and stand-ins for what it installs, builds and starts.
/// There is no g++ on that PATH until apt-get "installs" it.
/// </summary>
public sealed class MoeScriptTests : IDisposable
{
    private static readonly string[] Tools = ["bash", "cat", "dirname", "env", "find", "grep", "head", "mkdir", "mktemp", "mv", "readlink", "realpath", "rm", "sha256sum", "sort", "tail", "tr", "flock", "chmod"];

    private const string Built = """
        #!/bin/bash
        echo "ran: $*"
        """;

    private const string Dotnet = """
        #!/bin/bash
        [ "$1" = build ] || exit 0
        echo "$*" >> "$FAKES/builds"
        mkdir -p src/Cli/bin/Release/net10.0
        cat "$FAKES/built" > src/Cli/bin/Release/net10.0/moe
        chmod +x src/Cli/bin/Release/net10.0/moe
        """;

    private const string Apt = """
        #!/bin/bash
        echo "$*" >> "$FAKES/installs"
        [ "$1" = update ] && exit 0
        echo '#!/bin/bash' > "$FAKES/g++"
        chmod +x "$FAKES/g++"
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moe-script-");

    private string Fakes => Path.Combine(_folder.FullName, "fakes");

    [Fact]
    public async Task As_neither_root_nor_sudo_it_prints_the_exact_commands_and_ends_with_2()
    {
        await PrepareAsync(("id", "#!/bin/bash\necho 1000\n"), ("apt-get", Apt), ("dotnet", Dotnet));

        var result = await RunAsync("list");

        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.Contains("  apt-get update\n  apt-get install -y --no-install-recommends g++\n", result.Error);
        Assert.Contains("needed: g++ (compiles the native part of the tensor runtime)", result.Error);
        Assert.Equal([], Recorded("installs"));
        Assert.Equal([], Recorded("builds"));
    }

    [Fact]
    public async Task A_sudo_that_asks_for_a_password_is_not_used()
    {
        await PrepareAsync(("id", "#!/bin/bash\necho 1000\n"), ("sudo", "#!/bin/bash\necho 'a password is required' >&2\nexit 1\n"), ("apt-get", Apt), ("dotnet", Dotnet));

        var result = await RunAsync("list");

        Assert.Equal(2, result.Code);
        Assert.Contains("apt-get install -y --no-install-recommends g++", result.Error);
        Assert.DoesNotContain("password", result.Error);
    }

    [Fact]
    public async Task As_root_it_installs_builds_once_and_passes_its_arguments_on()
    {
        await PrepareAsync(("id", "#!/bin/bash\necho 0\n"), ("apt-get", Apt), ("dotnet", Dotnet));

        var first = await RunAsync("predict", "--text", "two words");
        var second = await RunAsync("predict", "--text", "two words");

        Assert.Equal((0, "ran: predict --text two words\n"), (first.Code, first.Output));
        Assert.Equal((0, "ran: predict --text two words\n", ""), (second.Code, second.Output, second.Error));
        Assert.Equal(["update", "install -y --no-install-recommends g++"], Recorded("installs"));
        Assert.Contains("installing g++", first.Error);
        Assert.Single(Recorded("builds"), build => build.StartsWith("build src/Cli/MoECollab.Cli.csproj -c Release", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_changed_source_is_built_again_and_a_changed_document_is_not()
    {
        await PrepareAsync(("id", "#!/bin/bash\necho 0\n"), ("apt-get", Apt), ("dotnet", Dotnet));
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
        await PrepareAsync(("id", "#!/bin/bash\necho 0\n"), ("apt-get", Apt), ("dotnet", "#!/bin/bash\n[ \"$1\" = build ] || exit 0\necho x >> \"$FAKES/builds\"\necho 'Program.cs(1,1): error CS1002: ; expected'\nexit 1\n"));

        var first = await RunAsync("list");
        var second = await RunAsync("list");

        Assert.Equal((1, 1), (first.Code, second.Code));
        Assert.Contains("error CS1002", first.Error);
        Assert.Equal(2, Recorded("builds").Length);
    }

    [Fact]
    public async Task Without_the_sdk_or_apt_it_says_what_to_install_and_ends_with_2()
    {
        await PrepareAsync(("id", "#!/bin/bash\necho 0\n"));
        var withoutSdk = await RunAsync("list");
        await PrepareAsync(("dotnet", Dotnet));
        var withoutApt = await RunAsync("list");

        Assert.Equal((2, 2), (withoutSdk.Code, withoutApt.Code));
        Assert.Contains(".NET SDK 10 is missing", withoutSdk.Error);
        Assert.Contains("apt-get was not found", withoutApt.Error);
    }

    [Fact]
    public async Task An_sdk_that_is_too_old_is_named_and_ends_with_2()
    {
        await PrepareAsync(("id", "#!/bin/bash\necho 0\n"), ("dotnet", "#!/bin/bash\n[ \"$1\" = --list-sdks ] && echo '8.0.100 [/usr/share/dotnet/sdk]' || exit 145\n"));

        var result = await RunAsync("list");

        Assert.Equal(2, result.Code);
        Assert.Contains("8.0.100", result.Error);
    }

    [Fact]
    public async Task An_installation_that_fails_shows_its_last_lines_and_ends_with_1()
    {
        await PrepareAsync(("id", "#!/bin/bash\necho 0\n"), ("apt-get", "#!/bin/bash\necho 'E: Unable to locate package g++'\nexit 100\n"), ("dotnet", Dotnet));

        var result = await RunAsync("list");

        Assert.Equal(1, result.Code);
        Assert.Contains("E: Unable to locate package g++", result.Error);
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

    // A libtorch that is named is not looked for among the system's packages: what this machine has installed plays no part.
    private Task<MoeResult> RunAsync(params string[] arguments) => BuiltProgram.StartAsync(
        Path.Combine(_folder.FullName, "moe"), "", new Dictionary<string, string?> { ["PATH"] = Fakes, ["FAKES"] = Fakes, ["LIBTORCH_HOME"] = _folder.FullName }, arguments);

    private string[] Recorded(string name) => File.Exists(Path.Combine(Fakes, name)) ? File.ReadAllLines(Path.Combine(Fakes, name)) : [];

    private static string Find(string tool) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, tool)).First(File.Exists);
}
