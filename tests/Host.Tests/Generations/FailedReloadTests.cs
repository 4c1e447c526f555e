using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Host.Tests.Running;
using MoECollab.Host.Tests.Seeing;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using MoECollab.Weights;

namespace MoECollab.Host.Tests.Generations;

/// <summary>A package that cannot be loaded anew leaves the old one serving; what went wrong can be seen wherever an operator looks.</summary>
public sealed class FailedReloadTests : IAsyncLifetime
{
    private const string Package = "experts/alpha/1.0.0/";

    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();
    private readonly LineKeeper _lines = new();
    private RunningHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync(
        _folder, services => services.AddSingleton<ILoggerProvider>(_lines), ("Plugins:Watch", "false"), ("Plugins:CreationLimitMilliseconds", "3000"), ("Telemetry:LogLevel", "information"));

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _lines.Dispose();
        _folder.Dispose();
    }

    // The seven ways first, then what else is found to be broken.
    [Theory]
    [InlineData("header", "routing_key.safetensors")]
    [InlineData("shape", "25")]
    [InlineData("fingerprint", "sha256:other")]
    [InlineData("constructor", "no such luck")]
    [InlineData("dependency", "PrivateDependency")]
    [InlineData("contract", "[2.0,3.0)")]
    [InlineData("blocking constructor", "3 s")]
    [InlineData("manifest", "expert.json")]
    [InlineData("labels", "labels.json")]
    [InlineData("assembly", "ServedPlugin.dll")]
    public async Task Failed_reload_leaves_the_old_serving_and_says_why_in_api_metric_log_and_events(string fault, string why)
    {
        Break(fault);

        var reply = await RunningHost.SendAsync(_host.Socket, HttpMethod.Post, "/moe/v1/experts/alpha:reload", null);

        Assert.Equal((409, "reload-failed"), (reply.Status, reply.Code));
        Assert.True(reply.Text.Contains(why, StringComparison.Ordinal), reply.Text);
        Assert.Equal("alpha/yes", (await _host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"))).Answer.GetProperty("label").GetString());
        var view = (await _host.GetAsync("/moe/v1/experts/alpha")).Json;
        // What the command line prints.
        var listed = (await _host.GetAsync("/moe/v1/packages")).Json.GetProperty("packages").EnumerateArray().Single(package => package.GetProperty("id").GetString() == "alpha");
        foreach (var seen in new[] { view, listed })
        {
            Assert.Equal("Active", seen.GetProperty("state").GetString());
            Assert.Contains("serves on", seen.GetProperty("reason").GetString(), StringComparison.Ordinal);
            Assert.Contains(why, seen.GetProperty("reason").GetString(), StringComparison.Ordinal);
        }

        var metrics = (await _host.GetAsync("/metrics")).Text;
        Assert.Contains("moe_plugin_load_failed_total{package=\"alpha\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("moe_expert_state{expert=\"alpha\",version=\"1.0.0\",state=\"Active\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Single(_lines.All, line => line.Contains("reload-failed alpha: ", StringComparison.Ordinal) && line.Contains(why, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Command_line_shows_why_the_old_serves_on()
    {
        var program = MoeProgram.Path();
        Break("constructor");

        var reload = await MoeProgram.RunAsync(program, "reload", "alpha", "--home", _folder.Home.Root);
        var show = await MoeProgram.RunAsync(program, "show", "alpha", "--home", _folder.Home.Root, "--device", "cpu");

        Assert.Equal((1, 0), (reload.Code, show.Code));
        Assert.Contains("Active", show.Output, StringComparison.Ordinal);
        Assert.Contains("serves on", show.Output, StringComparison.Ordinal);
        Assert.Contains("no such luck", show.Output, StringComparison.Ordinal);
    }

    private void Break(string fault)
    {
        var manifest = File.ReadAllText(_folder.At(Package + "moe/expert.json"));
        switch (fault)
        {
            case "header":
                File.WriteAllText(_folder.At(Package + "moe/routing_key.safetensors"), "1234567");
                break;
            case "shape":
                WeightWriter.Write(_folder.At(Package + "moe/routing_key.safetensors"), [NamedWeights.Of("keys", new float[25], 1, 25)]);
                break;
            case "dependency":
                var package = _folder.Add(PackageRole.Expert, "alpha", "1.0.0", "Dependent.One", null, made => made with { Entry = new PackageEntry { Assembly = "Dependent.dll", Component = "dependent@1.0.0" } });
                File.Delete(Path.Combine(package.Folder, "lib/net10.0/PrivateDependency.dll"));
                break;
            case "manifest":
                File.WriteAllText(_folder.At(Package + "moe/expert.json"), manifest[..(manifest.Length / 2)]);
                break;
            case "labels":
                File.Delete(_folder.At(Package + "moe/labels.json"));
                break;
            case "assembly":
                File.Delete(_folder.At(Package + "lib/net10.0/ServedPlugin.dll"));
                break;
            case "constructor":
                _folder.Add(PackageRole.Expert, "alpha", "1.0.0", "FaultyPlugin", "faulty.throwing-constructor@1.0.0");
                break;
            case "blocking constructor":
                _folder.Add(PackageRole.Expert, "alpha", "1.0.0", "FaultyPlugin", "faulty.blocking-constructor@1.0.0");
                break;
            case "contract":
                _folder.Add(PackageRole.Expert, "alpha", "1.0.0", "ServedPlugin", "served.fickle@1.0.0", made => made with { Contract = "[2.0,3.0)" });
                break;
            default:
                _folder.Add(PackageRole.Expert, "alpha", "1.0.0", "ServedPlugin", "served.fickle@1.0.0", made => made with { Encoder = new() { Id = "served.letters", Fingerprint = "sha256:other" } });
                break;
        }
    }
}
