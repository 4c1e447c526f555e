using System.Diagnostics;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Running;

/// <summary>Starts in a row; under <c>--soak</c> their times on the clock are compared, so no test runs beside them, and the machine should have nothing else to do.</summary>
[Collection(nameof(AfterTheOthers))]
public sealed class ColdStartTests : IDisposable
{
    private readonly ServedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Cold_starts_in_a_row_are_all_ready()
    {
        const int Experts = 16;
        _folder.AddEncoder();
        for (var i = 0; i < Experts; i++)
            _folder.AddExpert($"expert-{i}", (char)('a' + i));
        var times = new List<double>();

        for (var start = 0; start < Soak.Of(100, 3); start++)
        {
            var clock = Stopwatch.StartNew();
            await using var host = await RunningHost.StartAsync(_folder);
            times.Add(clock.Elapsed.TotalSeconds);
            Assert.Equal(200, (await host.GetAsync("/readyz")).Status);
            Assert.Equal(Experts, (await host.GetAsync("/moe/v1/experts")).Json.GetProperty("experts").GetArrayLength());
        }

        times.Sort();
        if (Soak.IsOn)
            Assert.True(times[^2] <= 2 * times[times.Count / 2], $"p99 {times[^2]:F2} s, p50 {times[times.Count / 2]:F2} s");
    }
}
