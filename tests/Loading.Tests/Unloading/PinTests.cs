using System.Diagnostics;
using MoECollab.Packaging.Homes;

namespace MoECollab.Loading.Tests.Unloading;

public sealed class PinTests : IDisposable
{
    private const string DiagnosticsSwitch = "DOTNET_EnableDiagnostics";

    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    // The positive controls: what cannot be collected must be seen and named, and the package beside it goes.
    [Theory]
    [InlineData("static event", "event that outlives it", "System.AppDomain → System.EventHandler")]
    [InlineData("serializer", "JSON serializer's cache", "System.Text.Json.JsonSerializerOptions")]
    [InlineData("serializer options", "JSON serializer's cache", "System.Text.Json.")]
    [InlineData("type descriptor", "type descriptor's cache", "System.ComponentModel.")]
    [InlineData("dynamic", "call sites of 'dynamic'", "Microsoft.CSharp.RuntimeBinder.")]
    [InlineData("meter", "meter of it is not disposed", "System.Diagnostics.Metrics.Meter")]
    [InlineData("thread", "thread runs code of it", "a running thread")]
    public void Package_that_pins_itself_stays_and_its_pin_is_named(string how, string advice, string way)
    {
        using var loaded = LoadPinning(how);

        var pinned = loaded.Packages.Single(package => package.Id == "faulty.self-pinning").Unload();
        var free = loaded.Packages.Single(package => package.Id == "science").Unload();

        Assert.False(pinned.Collected);
        Assert.Contains("still alive", pinned.Reason, StringComparison.Ordinal);
        Assert.Contains(advice, pinned.Reason, StringComparison.Ordinal);
        Assert.Contains(way, Assert.Single(pinned.Pins), StringComparison.Ordinal);
        Assert.Contains(advice, loaded.StatusOf("experts/faulty.self-pinning/1.0.0").Reason, StringComparison.Ordinal);
        Assert.True(free.Collected, free.Reason);
        Assert.Empty(free.Pins);
    }

    // The negative controls: the same parts of the framework, used so that they let go.
    [Theory]
    [InlineData("logger")]
    [InlineData("token")]
    [InlineData("expression")]
    [InlineData("disposed meter")]
    [InlineData("generated serializer")]
    [InlineData("timer")]
    [InlineData("removed handler")]
    public void Package_that_lets_go_is_not_taken_for_a_pinned_one(string how)
    {
        using var loaded = LoadPinning(how);

        var result = loaded.Packages.Single(package => package.Id == "faulty.self-pinning").Unload();

        Assert.True(result.Collected, result.Reason);
        Assert.Empty(result.Pins);
    }

    [Theory]
    [InlineData("disposed meter, generated serializer, removed handler, thread", "thread runs code of it")]
    [InlineData("disposed meter, generated serializer, static event", "event that outlives it")]
    public void Only_what_pins_is_blamed_and_not_what_was_used_beside_it(string how, string advice)
    {
        using var loaded = LoadPinning(how);

        var result = loaded.Packages.Single(package => package.Id == "faulty.self-pinning").Unload();

        Assert.Single(result.Pins);
        Assert.Contains(advice, result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("meter", result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("JSON", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_pin_of_a_package_is_named()
    {
        using var loaded = LoadPinning("meter, static event");

        var result = loaded.Packages.Single(package => package.Id == "faulty.self-pinning").Unload();

        Assert.Equal(2, result.Pins.Count);
        Assert.Contains("meter of it is not disposed", result.Reason, StringComparison.Ordinal);
        Assert.Contains("event that outlives it", result.Reason, StringComparison.Ordinal);
    }

    // In a process of its own: the switch is read when a process starts.
    [Fact]
    public async Task Runtime_that_may_not_be_looked_into_is_said_so()
    {
        if (Environment.GetEnvironmentVariable(DiagnosticsSwitch) == "0")
        {
            using var loaded = LoadPinning("meter");

            var result = loaded.Packages.Single(package => package.Id == "faulty.self-pinning").Unload();

            Assert.False(result.Collected);
            Assert.Empty(result.Pins);
            Assert.Contains("cannot be looked at", result.Reason, StringComparison.Ordinal);
            Assert.Contains(DiagnosticsSwitch, result.Reason, StringComparison.Ordinal);
            return;
        }

        var start = new ProcessStartInfo(Environment.ProcessPath!, ["--filter-method", $"*.{nameof(Runtime_that_may_not_be_looked_into_is_said_so)}"]) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Insert(0, typeof(PinTests).Assembly.Location);
        start.Environment[DiagnosticsSwitch] = "0";
        using var child = Process.Start(start)!;
        var told = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(child.ExitCode == 0, told);
        Assert.Contains("succeeded: 1", told, StringComparison.Ordinal);
    }

    private LoadedHome LoadPinning(string how)
    {
        _home.Add(PackageRole.Expert, "faulty.self-pinning", "1.0.0", "FaultyPlugin", null, manifest => manifest with { Options = new Dictionary<string, string> { ["how"] = how } });
        _home.AddExpert("science");
        var loaded = _home.Load();
        Assert.Equal(2, loaded.Experts.Count);
        return loaded;
    }
}
