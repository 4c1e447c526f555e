using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;

namespace MoECollab.Architecture.Tests;

/// <summary>
/// What <c>-p:Torch=…</c> comes to in the package references that MSBuild evaluates. The CUDA packages are not on every package source, so nothing is restored here.
/// </summary>
public sealed class TorchReferenceTests
{
    private const string Program = "src/Cli/MoECollab.Cli.csproj";

    [Theory]
    [InlineData("cpu", "linux-x64", "libtorch-cpu-linux-x64")]
    [InlineData("cpu", "win-x64", "libtorch-cpu-win-x64")]
    [InlineData("cpu", "win-arm64", "libtorch-cpu-win-arm64")]
    [InlineData("cpu", "osx-arm64", "libtorch-cpu-osx-arm64")]
    [InlineData("cpu", "linux-arm64", null)]
    [InlineData("cuda-linux", "linux-x64", "TorchSharp-cuda-linux")]
    [InlineData("cuda-windows", "win-x64", "TorchSharp-cuda-windows")]
    [InlineData("none", "linux-x64", null)]
    public async Task Program_gets_TorchSharp_and_the_native_package_of_the_choice(string torch, string platform, string? native)
    {
        var references = await ReferencesAsync(Program, $"-p:Torch={torch}", $"-p:TorchPlatform={platform}");

        var own = references.Where(reference => reference.Name.Contains("torch", StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.Equal(new[] { "TorchSharp", native }.OfType<string>().Order(StringComparer.Ordinal), own.Select(reference => reference.Name).Order(StringComparer.Ordinal));
        // The files are laid out once and not copied beside each program.
        Assert.All(own, reference => Assert.True(reference.Excluded is "native" or "all", $"{reference.Name} excludes {reference.Excluded}"));
    }

    [Fact]
    public async Task Without_a_choice_it_is_the_cpu_of_this_platform()
    {
        var references = await ReferencesAsync(Program);

        Assert.Contains(references, reference => reference.Name.StartsWith("libtorch-cpu-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("src/Abstractions/MoECollab.Abstractions.csproj")]
    [InlineData("src/Torch/MoECollab.Torch.csproj")]
    [InlineData("plugins/AdapterExpert/MoECollab.AdapterExpert.csproj")]
    public async Task Library_or_plugin_gets_no_native_package_whatever_is_chosen(string project)
    {
        foreach (var torch in new[] { "cpu", "cuda-linux", "cuda-windows", "none" })
        {
            var references = await ReferencesAsync(project, $"-p:Torch={torch}");

            Assert.Equal("TorchSharp", Assert.Single(references, reference => reference.Name.Contains("torch", StringComparison.OrdinalIgnoreCase)).Name);
        }
    }

    [Fact]
    public void Template_pins_the_libtorch_of_this_repository()
    {
        var versions = XDocument.Load(Path.Combine(RepositoryRoot.Path, "build/TorchVersions.targets"));
        var template = XDocument.Load(Path.Combine(RepositoryRoot.Path, "templates/moe-expert/Directory.Build.targets"));

        Assert.Equal(Assert.Single(versions.Descendants("LibtorchVersion")).Value, Assert.Single(template.Descendants("LibtorchVersion")).Value);
    }

    [Fact]
    public async Task Another_choice_is_refused_with_those_that_there_are()
    {
        var (code, output) = await MSBuildAsync(Program, "-t:CheckTorch", "-p:Torch=tpu");

        Assert.NotEqual(0, code);
        Assert.Contains("Torch is 'tpu'; expected cpu, cuda-linux, cuda-windows or none.", output, StringComparison.Ordinal);
    }

    private static async Task<List<(string Name, string Excluded)>> ReferencesAsync(string project, params string[] properties)
    {
        var (code, output) = await MSBuildAsync([project, "-getItem:PackageReference", .. properties]);
        Assert.True(code == 0, output);
        return
        [
            .. JsonDocument.Parse(output).RootElement.GetProperty("Items").GetProperty("PackageReference").EnumerateArray()
                .Select(item => (item.GetProperty("Identity").GetString()!, item.TryGetProperty("ExcludeAssets", out var excluded) ? excluded.GetString()! : "")),
        ];
    }

    private static async Task<(int Code, string Output)> MSBuildAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", .. arguments, "-nologo"]) { WorkingDirectory = RepositoryRoot.Path, RedirectStandardOutput = true };
        // A test run hands its children settings of its own build.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }
}
