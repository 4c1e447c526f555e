using MoECollab.Host.Tests.Hosting;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.States;

namespace MoECollab.Host.Tests.Generations;

public sealed class ExpertLifeTests : IAsyncLifetime
{
    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();
    private RunningHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync(_folder, ("Plugins:Watch", "false"));

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
        var others = Enumerable.Range(0, 2).Select(_ => Task.Run(() => AskAsync("bbb", "beta/yes", over.Token))).ToArray();

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

    private Task<Reply> AdminAsync(string verb, string? body = null) => RunningHost.SendAsync(_host.Socket, HttpMethod.Post, "/moe/v1/experts/" + verb, body);

    private async Task<string?> LabelAsync(string text) => (await _host.PostAsync("/moe/v1/infer", RunningHost.Body(text))).Answer.GetProperty("label").GetString();

    private async Task<int> AskAsync(string text, string expected, CancellationToken over)
    {
        var count = 0;
        while (!over.IsCancellationRequested)
        {
            var reply = await _host.PostAsync("/moe/v1/infer", RunningHost.Body(text));
            Assert.Equal(200, reply.Status);
            Assert.Equal(expected, reply.Answer.GetProperty("label").GetString());
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
