using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Generations;

public sealed class HomeWatcherTests : IAsyncLifetime
{
    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();
    private readonly ServedFolder _elsewhere = new();
    private RunningHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync(_folder, ("Plugins:WatchDelayMilliseconds", "300"));

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task Package_that_appears_is_served_and_one_that_goes_is_not()
    {
        var package = _elsewhere.AddExpert("delta", 'd');
        Directory.CreateDirectory(_folder.At("experts/delta"));
        Directory.Move(package.Folder, _folder.At("experts/delta/1.0.0"));

        await Eventually.TrueAsync(async () => await LabelAsync("ddd") == "delta/yes", "delta answers");
        Directory.Delete(_folder.At("experts/delta"), recursive: true);
        await Eventually.TrueAsync(async () => await LabelAsync("ddd") != "delta/yes", "delta is gone");
    }

    [Fact]
    public async Task Package_that_is_written_bit_by_bit_is_never_seen_half()
    {
        var package = _elsewhere.AddExpert("delta", 'd');

        foreach (var file in Directory.EnumerateFiles(package.Folder, "*", SearchOption.AllDirectories))
        {
            var target = _folder.At("experts/delta/1.0.0/" + Path.GetRelativePath(package.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            foreach (var part in (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).Chunk(2048))
            {
                await using (var stream = new FileStream(target, FileMode.Append))
                    await stream.WriteAsync(part, TestContext.Current.CancellationToken);
                await Task.Delay(30, TestContext.Current.CancellationToken);
            }
        }

        await Eventually.TrueAsync(async () => await LabelAsync("ddd") == "delta/yes", "delta answers");
        using var limit = new CancellationTokenSource(200);
        var seen = new List<string>();
        try
        {
            await foreach (var happened in _host.Service<Host.Seeing.Events.HostEvents>().FollowAsync(0, limit.Token))
                seen.Add($"{happened.Kind} {happened.Subject}");
        }
        catch (OperationCanceledException)
        {
            // All that was kept has come.
        }

        Assert.Contains("package-active experts/delta/1.0.0", seen);
        Assert.DoesNotContain(seen, happened => happened.StartsWith("package-malfunctioned", StringComparison.Ordinal) || happened.StartsWith("package-notsupported", StringComparison.Ordinal));
    }

    private async Task<string?> LabelAsync(string text) => (await _host.PostAsync("/moe/v1/infer", RunningHost.Body(text))).Answer.GetProperty("label").GetString();
}
