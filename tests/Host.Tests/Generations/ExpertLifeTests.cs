using MoECollab.Host.Tests.Hosting;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.States;

namespace MoECollab.Host.Tests.Generations;

public sealed class ExpertLifeTests : IAsyncLifetime
{
    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();
    private RunningHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync(_folder, ("Plugins:Watch", "false"), ("Plugins:CreationLimitMilliseconds", "3000"));

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Administration_over_http_is_off()
    {
        var reply = await _host.PostAsync("/moe/v1/experts/alpha:disable", "{}");

        Assert.Equal((403, "admin-disabled"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Disabled_expert_answers_nothing_until_it_is_enabled_and_its_state_is_kept()
    {
        var disabled = await AdminAsync("alpha:disable", """{"reason":"retrain first"}""");
        var without = await LabelAsync("aaa");
        var kept = PackageStates.Open(_folder.Home, TimeProvider.System).Find(_folder.Home.Locate(PackageRole.Expert, "alpha", "1.0.0"))!;
        var enabled = await AdminAsync("alpha:enable");

        Assert.Equal((200, "Disabled", "retrain first", "operator"), (disabled.Status, disabled.Json.GetProperty("state").GetString(), disabled.Json.GetProperty("reason").GetString(), disabled.Json.GetProperty("by").GetString()));
        Assert.NotEqual("alpha/yes", without);
        Assert.Equal((PackageState.Disabled, "retrain first", "operator"), (kept.State, kept.Reason, kept.By));
        Assert.Equal((200, "Active"), (enabled.Status, enabled.Json.GetProperty("state").GetString()));
        Assert.Equal("alpha/yes", await LabelAsync("aaa"));
    }

    [Fact]
    public async Task Unloaded_code_is_really_gone()
    {
        await AdminAsync("alpha:quarantine", """{"reason":"test"}""");

        await Eventually.TrueAsync(async () => (await EventsAsync()).Contains("event: package-unloaded\ndata: {\"number\"", StringComparison.Ordinal), "alpha is unloaded");
        Assert.DoesNotContain("package-pinned", await EventsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_something_holds_is_reported()
    {
        _folder.Add(PackageRole.Expert, "faulty.self-pinning", "1.0.0", "FaultyPlugin", null, made => made with { Options = new Dictionary<string, string> { ["how"] = "static event" } });
        Assert.Equal(200, (await AdminAsync("faulty.self-pinning:enable")).Status);

        await AdminAsync("faulty.self-pinning:disable");

        await Eventually.TrueAsync(async () => (await EventsAsync()).Contains("event: package-pinned", StringComparison.Ordinal), "it is reported");
        Assert.Contains("moe_plugin_unload_pinned_total{package=\"faulty.self-pinning\"} 1\n", (await _host.GetAsync("/metrics")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expert_is_replaced_under_load_and_every_answer_is_of_one_version()
    {
        _folder.AddExpert("alpha", 'a', "1.1.0", ["v11/yes", "v11/no"]);
        using var over = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 4).Select(_ => Task.Run(() => AskAsync(over.Token))).ToArray();

        for (var swap = 0; swap < 10; swap++)
        {
            var reply = await AdminAsync("alpha:rollback", swap % 2 == 0 ? """{"version":"1.1.0"}""" : """{"version":"1.0.0"}""");
            Assert.Equal((200, swap % 2 == 0 ? "1.1.0" : "1.0.0"), (reply.Status, reply.Json.GetProperty("version").GetString()));
            Assert.Equal(swap % 2 == 0 ? "v11/yes" : "alpha/yes", await LabelAsync("aaa"));
        }

        await over.CancelAsync();
        var asked = await Task.WhenAll(clients);
        Assert.All(asked, count => Assert.True(count > 0));
    }

    [Theory]
    [InlineData("weights")]
    [InlineData("manifest")]
    [InlineData("labels")]
    [InlineData("assembly")]
    [InlineData("constructor")]
    [InlineData("blocking constructor")]
    [InlineData("contract")]
    [InlineData("fingerprint")]
    public async Task Failed_reload_leaves_the_old_serving_and_says_why(string fault)
    {
        Break(fault);

        var reply = await AdminAsync("alpha:reload");

        Assert.Equal((409, "reload-failed"), (reply.Status, reply.Code));
        Assert.Equal("alpha/yes", await LabelAsync("aaa"));
        var view = (await _host.GetAsync("/moe/v1/experts/alpha")).Json;
        Assert.Equal(("Active", true), (view.GetProperty("state").GetString(), view.GetProperty("loaded").GetBoolean()));
        Assert.Contains("serves on", view.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("event: reload-failed", await EventsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_takes_what_is_there_now()
    {
        await File.WriteAllTextAsync(_folder.At("experts/alpha/1.0.0/moe/labels.json"), """["renamed/yes","renamed/no"]""", TestContext.Current.CancellationToken);

        var reply = await AdminAsync("alpha:reload");

        Assert.Equal(200, reply.Status);
        Assert.Equal("renamed/yes", await LabelAsync("aaa"));
    }

    [Fact]
    public async Task Wrong_ids_and_versions_are_refused()
    {
        Assert.Equal(404, (await AdminAsync("nobody:reload")).Status);
        Assert.Equal(400, (await AdminAsync("..%2Falpha:disable")).Status);
        Assert.Equal(404, (await AdminAsync("alpha:rollback", """{"version":"9.0.0"}""")).Status);
        Assert.Equal(404, (await AdminAsync("alpha:rollback")).Status);
        Assert.Equal(400, (await AdminAsync("alpha:rollback", """{"version":"../1.0.0"}""")).Status);
        Assert.Equal(404, (await RunningHost.SendAsync(_host.Socket, HttpMethod.Post, "/moe/v1/gates/none:activate", null)).Status);
    }

    [Fact]
    public async Task Repository_extension_lists_loads_and_unloads()
    {
        Assert.Equal(200, (await RunningHost.SendAsync(_host.Socket, HttpMethod.Post, "/v2/repository/models/beta/unload", "{}")).Status);
        var index = await RunningHost.SendAsync(_host.Socket, HttpMethod.Post, "/v2/repository/index", "{}");
        var ready = await RunningHost.SendAsync(_host.Socket, HttpMethod.Post, "/v2/repository/index", """{"ready":true}""");
        Assert.Equal(503, (await _host.GetAsync("/v2/models/beta/ready")).Status);
        Assert.Equal(200, (await RunningHost.SendAsync(_host.Socket, HttpMethod.Post, "/v2/repository/models/beta/load", "{}")).Status);

        Assert.Equal(["READY", "UNAVAILABLE", "READY"], index.Json.EnumerateArray().Select(model => model.GetProperty("state").GetString()));
        Assert.Equal(["alpha", "gamma"], ready.Json.EnumerateArray().Select(model => model.GetProperty("name").GetString()));
        Assert.Equal(200, (await _host.GetAsync("/v2/models/beta/ready")).Status);
    }

    [Fact]
    public async Task Loading_and_unloading_in_a_storm_harms_nobody()
    {
        using var over = new CancellationTokenSource();
        var others = Enumerable.Range(0, 2).Select(_ => Task.Run(() => AskAsync(over.Token, "bbb", "beta/yes"))).ToArray();

        var storm = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var codes = new List<int>();
            for (var i = 0; i < 4; i++)
                codes.Add((await AdminAsync((worker + i) % 2 == 0 ? "alpha:disable" : "alpha:enable")).Status);
            return codes;
        })));
        await over.CancelAsync();

        Assert.All(storm.SelectMany(codes => codes), code => Assert.True(code is 200 or 409, $"{code}"));
        Assert.All(await Task.WhenAll(others), count => Assert.True(count > 0));
        Assert.Equal(200, (await _host.GetAsync("/readyz")).Status);
        Assert.Equal(200, (await AdminAsync("alpha:enable")).Status);
        Assert.Equal("alpha/yes", await LabelAsync("aaa"));
    }

    private void Break(string fault)
    {
        var package = "experts/alpha/1.0.0/";
        var manifest = File.ReadAllText(_folder.At(package + "moe/expert.json"));
        switch (fault)
        {
            case "weights":
                File.WriteAllText(_folder.At(package + "moe/routing_key.safetensors"), "1234567");
                break;
            case "manifest":
                File.WriteAllText(_folder.At(package + "moe/expert.json"), manifest[..(manifest.Length / 2)]);
                break;
            case "labels":
                File.Delete(_folder.At(package + "moe/labels.json"));
                break;
            case "assembly":
                File.Delete(_folder.At(package + "lib/net10.0/ServedPlugin.dll"));
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

    private Task<Reply> AdminAsync(string verb, string? body = null) => RunningHost.SendAsync(_host.Socket, HttpMethod.Post, "/moe/v1/experts/" + verb, body);

    private async Task<string?> LabelAsync(string text) => (await _host.PostAsync("/moe/v1/infer", RunningHost.Body(text))).Answer.GetProperty("label").GetString();

    private async Task<int> AskAsync(CancellationToken over, string text = "aaa", string? expected = null)
    {
        var count = 0;
        while (!over.IsCancellationRequested)
        {
            var reply = await _host.PostAsync("/moe/v1/infer", RunningHost.Body(text));
            Assert.Equal(200, reply.Status);
            var (label, version) = (reply.Answer.GetProperty("label").GetString(), reply.Answer.GetProperty("experts")[0].GetProperty("version").GetString());
            Assert.Equal(expected ?? (version == "1.1.0" ? "v11/yes" : "alpha/yes"), label);
            count++;
        }

        return count;
    }

    private async Task<string> EventsAsync()
    {
        using var stream = await _host.Http.GetStreamAsync("/moe/v1/events", TestContext.Current.CancellationToken);
        var buffer = new byte[1 << 16];
        var text = "";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(300);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, limit.Token)) > 0)
                text += System.Text.Encoding.UTF8.GetString(buffer, 0, read);
        }
        catch (OperationCanceledException)
        {
            // What was kept has come; the stream itself does not end.
        }

        return text;
    }
}
