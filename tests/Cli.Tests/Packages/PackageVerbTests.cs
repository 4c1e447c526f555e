using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using MoECollab.Cli.Tests.Driving;
using MoECollab.Host;
using MoECollab.Host.Calling;
using MoECollab.Host.Running;
using MoECollab.Mixture.Kinds;

namespace MoECollab.Cli.Tests.Packages;

public sealed class PackageVerbTests(TinyHome home)
{
    private static readonly Dictionary<string, string?> Settings = new() { ["Server:Urls"] = "http://127.0.0.1:0", ["Server:GrpcUrls"] = "none", ["Telemetry:LogLevel"] = "none" };

    [Fact]
    public async Task List_shows_state_device_and_bytes_of_every_package()
    {
        var table = await Moe.RunAsync("list", "--home", home.Home);
        var lines = await Moe.RunAsync("list", "--home", home.Home, "-o", "jsonl");

        Assert.Equal(0, table.Code);
        Assert.Contains("device", table.Lines[0]);
        Assert.Contains("bytes", table.Lines[0]);
        var rows = lines.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(row => row.GetProperty("id").GetString()!);
        foreach (var id in (string[])["animals", "plants", "words"])
        {
            Assert.Equal("Active", rows[id].GetProperty("state").GetString());
            Assert.Equal("cpu", rows[id].GetProperty("device").GetString());
            Assert.InRange(rows[id].GetProperty("weightBytes").GetInt64(), 1, 100_000_000);
        }
    }

    [Fact]
    public async Task List_and_show_ask_the_running_host_and_say_so_and_read_the_files_without_one()
    {
        var copy = home.Copy();
        var files = await Moe.RunAsync("list", "--home", copy, "-o", "jsonl");
        MoeResult live, table, shown, quiet;
        await using (var app = await ServingAsync(copy))
        {
            using (var http = HostClient.OverSocket(copy))
                await AskAsync(new HostClient(http));

            await Moe.RunAsync("disable", "animals", "--reason", "retrain first", "--home", copy);
            live = await Moe.RunAsync("list", "--home", copy, "-o", "jsonl");
            table = await Moe.RunAsync("list", "--home", copy);
            shown = await Moe.RunAsync("show", "plants", "--home", copy);
            quiet = await Moe.RunAsync("list", "--home", copy, "--quiet");
            await app.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.Contains($"From the files of {copy}; no host is serving it.", files.Error, StringComparison.Ordinal);
        Assert.Contains($"From the running host of {copy}.", live.Error, StringComparison.Ordinal);
        Assert.Empty(quiet.Error);
        var (before, after) = (Rows(files), Rows(live));
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        foreach (var id in before.Keys)
        {
            Assert.Equal(("files", "host"), (before[id].GetProperty("source").GetString(), after[id].GetProperty("source").GetString()));
            Assert.Equal(before[id].GetProperty("folder").GetString(), after[id].GetProperty("folder").GetString());
        }

        Assert.Equal(("Disabled", "retrain first", "out"), (after["animals"].GetProperty("state").GetString(), after["animals"].GetProperty("reason").GetString(), after["animals"].GetProperty("routing").GetString()));
        Assert.Equal(("Active", "in", "Closed", 1), (after["plants"].GetProperty("state").GetString(), after["plants"].GetProperty("routing").GetString(), after["plants"].GetProperty("breaker").GetString(), after["plants"].GetProperty("requests").GetDouble()));
        Assert.Equal(before["plants"].GetProperty("weightBytes").GetInt64(), after["plants"].GetProperty("weightBytes").GetInt64());
        Assert.Contains("retrain first", table.Output, StringComparison.Ordinal);
        Assert.Contains("plants/flowers, plants/trees", shown.Output, StringComparison.Ordinal);
        Assert.Contains("answered       1 inputs", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_says_that_the_running_host_is_in_safe_mode_and_which_packages_that_keeps_out()
    {
        var copy = home.Copy();
        await File.WriteAllTextAsync(Path.Combine(copy, "starting"), "2", TestContext.Current.CancellationToken);
        MoeResult listed;
        await using (var app = await ServingAsync(copy))
        {
            listed = await Moe.RunAsync("list", "--home", copy);
            await app.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.Contains($"From the running host of {copy}. Safe mode: the host died 2 times in a row while it was starting", listed.Error, StringComparison.Ordinal);
        Assert.Contains(listed.Lines, line => line.StartsWith("encoder  words@1.0.0", StringComparison.Ordinal) && line.Contains("Disabled", StringComparison.Ordinal) && line.Contains("Safe mode", StringComparison.Ordinal));
        Assert.Contains(listed.Lines, line => line.StartsWith("expert   plants@1.0.0", StringComparison.Ordinal) && line.Contains("encoders/words/1.0.0 is Disabled. Safe mode", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("disable", "Disabled")]
    [InlineData("quarantine", "Quarantined")]
    public async Task Expert_that_is_taken_out_through_the_running_host_answers_nothing_until_it_is_enabled(string verb, string state)
    {
        var copy = home.Copy();
        await using var app = await ServingAsync(copy);
        using var http = HostClient.OverSocket(copy);
        var host = new HostClient(http);

        var before = await AskAsync(host);
        var taken = await Moe.RunAsync(verb, "plants", "--reason", "retrain first", "--home", copy);
        var without = await AskAsync(host);
        var shown = await Moe.RunAsync("show", "plants", "--home", copy, "-o", "json");
        var kept = await File.ReadAllTextAsync(Path.Combine(copy, "state.json"), TestContext.Current.CancellationToken);
        var enabled = await Moe.RunAsync("enable", "plants", "--home", copy);
        var after = await AskAsync(host);
        var unknown = await Moe.RunAsync(verb, "nobody", "--home", copy);
        var encoder = await Moe.RunAsync(verb, "words", "--home", copy);
        await app.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, 0, 3, 1), (taken.Code, enabled.Code, unknown.Code, encoder.Code));
        Assert.Contains($"experts/plants/1.0.0 {verb}d by the running host", taken.Output, StringComparison.Ordinal);
        Assert.Equal(("plants", "animals", "plants"), (before, without, after));
        var row = JsonDocument.Parse(shown.Output).RootElement;
        Assert.Equal((state, "retrain first", "out"), (row.GetProperty("state").GetString(), row.GetProperty("reason").GetString(), row.GetProperty("routing").GetString()));
        Assert.Contains(state, kept, StringComparison.Ordinal);
        Assert.Contains("Stop the host first", encoder.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_has_labels_device_and_bytes()
    {
        var text = await Moe.RunAsync("show", "plants", "--home", home.Home);
        var json = await Moe.RunAsync("show", "plants", "--home", home.Home, "-o", "json");

        Assert.Contains("plants/flowers, plants/trees", text.Output);
        Assert.Contains("device", text.Output);
        Assert.Contains("bytes", text.Output);
        Assert.Equal("expert", JsonDocument.Parse(json.Output).RootElement.GetProperty("role").GetString());
    }

    [Fact]
    public async Task A_disabled_expert_is_kept_in_state_json_and_not_composed_until_it_is_enabled()
    {
        var copy = home.Copy();

        var disabled = await Moe.RunAsync("disable", "plants", "--reason", "retrain first", "--home", copy);
        var state = await File.ReadAllTextAsync(Path.Combine(copy, "state.json"), TestContext.Current.CancellationToken);
        var shown = await Moe.RunAsync("show", "plants", "--home", copy, "-o", "json");
        var without = await Moe.RunAsync("predict", "--text", "a rose in bloom", "--top-k", "2", "--home", copy, "-o", "jsonl");
        var enabled = await Moe.RunAsync("enable", "plants", "--home", copy);
        var with = await Moe.RunAsync("predict", "--text", "a rose in bloom", "--home", copy, "-o", "jsonl");

        Assert.Equal((0, 0), (disabled.Code, enabled.Code));
        Assert.Contains("retrain first", state);
        var row = JsonDocument.Parse(shown.Output).RootElement;
        Assert.Equal(("Disabled", "retrain first"), (row.GetProperty("state").GetString(), row.GetProperty("reason").GetString()));
        Assert.True(!row.TryGetProperty("device", out var device) || device.ValueKind == JsonValueKind.Null);
        Assert.DoesNotContain("plants", without.Output);
        Assert.Contains("plants/flowers", with.Output);
    }

    [Fact]
    public async Task Pin_and_unpin_of_a_home_without_a_host_are_kept_in_state_json()
    {
        var copy = home.Copy();

        var pinned = await Moe.RunAsync("pin", "plants", "--home", copy);
        var state = await File.ReadAllTextAsync(Path.Combine(copy, "state.json"), TestContext.Current.CancellationToken);
        var unknown = await Moe.RunAsync("pin", "nobody", "--home", copy);
        var unpinned = await Moe.RunAsync("unpin", "plants", "--home", copy);
        var after = await File.ReadAllTextAsync(Path.Combine(copy, "state.json"), TestContext.Current.CancellationToken);

        Assert.Equal((0, 3, 0), (pinned.Code, unknown.Code, unpinned.Code));
        Assert.Equal(["plants"], Pinned(state));
        Assert.Empty(Pinned(after));
    }

    [Fact]
    public async Task Gates_are_listed_shown_and_activated()
    {
        var copy = home.Copy();
        var trained = await Moe.RunAsync("train", "gate", "--data", home.Data, "--id", "gate", "--package-version", "1.1.0", "--scorer", "linear", "--set", "epochs=2", "--home", copy, "--quiet");

        var before = await Moe.RunAsync("gates", "list", "--home", copy);
        var ambiguous = await Moe.RunAsync("gates", "show", "gate", "--home", copy);
        var shown = await Moe.RunAsync("gates", "show", "gate@1.1.0", "--home", copy, "-o", "jsonl");
        var activated = await Moe.RunAsync("gates", "activate", "gate@1.1.0", "--home", copy);
        var answered = await Moe.RunAsync("predict", "--text", "the cat purrs", "--home", copy, "-o", "jsonl");

        Assert.Equal((0, 2, 0), (trained.Code, ambiguous.Code, activated.Code));
        Assert.Contains("gates activate gate@1.1.0", trained.Output);
        Assert.Equal(2, before.Lines.Length);
        Assert.Contains(before.Lines, line => line.StartsWith("* gate@1.0.0", StringComparison.Ordinal));
        Assert.Equal("linear", JsonDocument.Parse(shown.Output).RootElement.GetProperty("scorer").GetString());
        Assert.Contains("\"gate\":\"gate@1.1.0\"", answered.Output);
    }

    /// <summary>A host that has loaded a home.</summary>
    private static async Task<WebApplication> ServingAsync(string home)
    {
        var app = HostProgram.Build(new HostStart(home) { BuiltInKinds = BuiltInKinds.Experts, Settings = Settings });
        await app.StartAsync(TestContext.Current.CancellationToken);
        // Until it has loaded its home it has nothing to say of it.
        while (!(await Moe.RunAsync("list", "--home", home)).Error.Contains("running host", StringComparison.Ordinal))
            await Task.Delay(20, TestContext.Current.CancellationToken);
        return app;
    }

    private static async Task<string> AskAsync(HostClient host) => (await host.InferAsync(new HostQuestion(["a rose in bloom"]), TestContext.Current.CancellationToken))[0].Experts[0].Id;

    private static string[] Pinned(string state) => JsonDocument.Parse(state).RootElement.TryGetProperty("pinned", out var pinned) ? [.. pinned.EnumerateArray().Select(id => id.GetString()!)] : [];

    private static Dictionary<string, JsonElement> Rows(MoeResult result) =>
        result.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(row => row.GetProperty("id").GetString()!);
}
