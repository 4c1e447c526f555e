using System.Diagnostics;
using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Loading;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.States;
using MoECollab.Plugins.Tests.Packages;
using static TorchSharp.torch;

namespace MoECollab.Plugins.Tests.Templates;

/// <summary>What <c>dotnet new moe-expert</c> writes builds, passes its own tests and is picked up from a home's folder.</summary>
public sealed class ExpertTemplateTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task Template_gives_an_expert_that_a_home_picks_up()
    {
        await Create("Contoso.My-Finance", "--domain", "finance");
        await BuildAndTest("Contoso.My-Finance");
        Repository.Copy(
            Path.Combine(_workplace.Folder, "Contoso.My-Finance/Contoso.My-Finance/bin", Repository.Configuration, "net10.0/package"),
            Path.Combine(_workplace.Folder, "home/experts/contoso.my_finance/1.0.0"));

        using var loaded = new HomeLoader(new LoadOptions { Device = CPU }).Load(new Home(Path.Combine(_workplace.Folder, "home")));

        var package = Assert.Single(loaded.Packages);
        Assert.True(package.Status.State == PackageState.Active, package.Status.Reason);
        var expert = Assert.Single(loaded.Experts);
        Assert.Equal(["finance/question", "finance/statement"], expert.Labels);
        using var output = expert.Expert.Run(new ExpertBatch([new RawInput("Buy?"), new RawInput("Sell.")], Hidden: null));
        Assert.Equal([0.9f, 0.1f, 0.1f, 0.9f], output.Values!.ToFloats());
    }

    [Fact]
    public async Task Template_gives_a_trainable_expert()
    {
        await Create("Second", "--kind", "adapter");

        await BuildAndTest("Second");

        var sources = Directory.EnumerateFiles(Path.Combine(_workplace.Folder, "Second/Second"), "*.cs").Select(Path.GetFileName).Order();
        Assert.Equal(["AdapterExpert.cs", "AdapterExpertFactory.cs", "AdapterModule.cs"], sources);
    }

    [Fact]
    public void First_expert_of_the_documentation_is_the_template()
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "templates/moe-expert/Sample.Expert-1/QuestionExpert.cs"))
            .Replace("sample.expert_1", "first", StringComparison.Ordinal).Replace("Sample.Expert_1", "First", StringComparison.Ordinal).Replace("DOMAIN-1", "general", StringComparison.Ordinal);

        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/first-expert.md"));

        Assert.Contains($"```csharp\n{source}```", page, StringComparison.Ordinal);
    }

    private async Task Create(string name, params string[] options)
    {
        var hive = Path.Combine(_workplace.Folder, "hive");
        await DotNet("new", "install", Path.Combine(Repository.Root, "templates/moe-expert"), "--debug:custom-hive", hive);
        await DotNet(["new", "moe-expert", "-n", name, "-o", name, "--repository", Repository.Root.TrimEnd('/'), "--debug:custom-hive", hive, .. options]);
    }

    private async Task BuildAndTest(string name)
    {
        var tests = $"{name}/{name}.Tests";
        // In the configuration, and with the properties, that the checkout was built with: it is up to date, and other tests use its output now.
        await DotNet("build", tests, "-c", Repository.Configuration, "-v", "quiet", "--nologo");
        await DotNet("exec", $"{tests}/bin/{Repository.Configuration}/net10.0/{name}.Tests.dll");
    }

    private async Task DotNet(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = _workplace.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // A test run hands its children settings of its own host and of its own build.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("TESTINGPLATFORM", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}{await errors}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
