using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Running;

public sealed class SafeModeTests : IDisposable
{
    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Host_that_died_twice_while_starting_keeps_code_out_once()
    {
        await File.WriteAllTextAsync(_folder.At("starting"), "2", TestContext.Current.CancellationToken);

        await using (var safe = await RunningHost.StartAsync(_folder, ("Plugins:Watch", "false")))
        {
            var ready = await safe.GetAsync("/readyz?verbose");
            var alpha = (await safe.GetAsync("/moe/v1/experts/alpha")).Json;
            Assert.Equal(503, ready.Status);
            Assert.Contains("died 2 times", ready.Json.GetProperty("safeMode").GetString(), StringComparison.Ordinal);
            Assert.Equal("Disabled", alpha.GetProperty("state").GetString());
            Assert.Contains("Safe mode", alpha.GetProperty("reason").GetString(), StringComparison.Ordinal);
        }

        await using var normal = await RunningHost.StartAsync(_folder, ("Plugins:Watch", "false"));
        Assert.Equal(200, (await normal.GetAsync("/readyz")).Status);
        Assert.False(File.Exists(_folder.At("starting")));
    }

    [Fact]
    public async Task One_death_is_forgiven()
    {
        await File.WriteAllTextAsync(_folder.At("starting"), "1", TestContext.Current.CancellationToken);

        await using var host = await RunningHost.StartAsync(_folder, ("Plugins:Watch", "false"));

        Assert.Equal(200, (await host.GetAsync("/readyz")).Status);
    }
}
