using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Host.Tests.Seeing;

namespace MoECollab.Host.Tests.Guarding;

/// <summary>Clients that vanish in the middle of a body: nobody is to be blamed for it in the log.</summary>
public sealed class GoneClientTests : IDisposable
{
    private const int Clients = 8;

    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();
    private readonly LineKeeper _lines = new();

    public void Dispose()
    {
        _lines.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Content-Length: 50\r\n\r\n{\"texts\"")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n8\r\n{\"texts\"\r\n")]
    public async Task Client_that_vanishes_in_the_middle_of_a_body_leaves_no_warning(string rest)
    {
        await using (var host = await RunningHost.StartAsync(_folder, services => services.AddSingleton<ILoggerProvider>(_lines), ("Plugins:Watch", "false"), ("Telemetry:LogLevel", "information")))
        {
            foreach (var isReset in (bool[])[true, false])
            {
                for (var client = 0; client < Clients; client++)
                    await VanishAsync(host, rest, isReset);
            }

            await Eventually.TrueAsync(() => Ended(host) == 2 * Clients, "every request has ended");
        }

        Assert.DoesNotContain(_lines.All, line => line.Contains("Exception", StringComparison.Ordinal));
    }

    private static long Ended(RunningHost host) => host.Service<HostMetrics>().RequestDuration.Counts(labels => labels.First == "moe").Sum();

    private static async Task VanishAsync(RunningHost host, string rest, bool isReset)
    {
        using var client = new TcpClient { LingerState = new LingerOption(isReset, 0) };
        await client.ConnectAsync("127.0.0.1", host.Address.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /moe/v1/infer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + rest), TestContext.Current.CancellationToken);
        // Long enough for the host to wait for more.
        await Task.Delay(20, TestContext.Current.CancellationToken);
    }
}
