using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Hosting;
using MoECollab.Host.Generations;
using MoECollab.Host.Readiness;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Systemd;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Systemd;

public sealed class SystemdTests : IDisposable
{
    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Service_manager_is_told_in_order()
    {
        var path = _folder.At("notify.sock");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        manager.Bind(new UnixDomainSocketEndPoint(path));
        await using var host = await RunningHost.StartAsync(_folder, ("Plugins:Watch", "false"));
        using var socket = new NotifySocket(path);
        using var notifier = new SystemdNotifier(socket, host.Service<ReadinessChecks>(), host.Service<Scheduler>(), host.Service<ServedHome>(), TimeProvider.System);

        await notifier.StartAsync(TestContext.Current.CancellationToken);
        var ready = Next(manager);
        var status = Next(manager);
        await RunningHost.SendAsync(host.Socket, HttpMethod.Post, "/moe/v1/experts/gamma:disable", null);
        var (reloading, readyAgain, changed) = (Next(manager), Next(manager), Next(manager));
        await ((IHostedLifecycleService)notifier).StoppingAsync(CancellationToken.None);
        var stopping = Next(manager);
        await notifier.StopAsync(CancellationToken.None);

        Assert.StartsWith($"READY=1\nMAINPID={Environment.ProcessId}", ready, StringComparison.Ordinal);
        Assert.Equal("STATUS=Serving 3 experts, generation 1", status);
        Assert.StartsWith("RELOADING=1\nMONOTONIC_USEC=", reloading, StringComparison.Ordinal);
        Assert.Equal("READY=1", readyAgain);
        Assert.Equal("STATUS=Serving 2 experts, generation 2", changed);
        Assert.StartsWith("STOPPING=1", stopping, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_service_manager_nothing_is_sent()
    {
        using var socket = new NotifySocket(null);

        socket.Send("READY=1");

        Assert.False(socket.IsThere);
    }

    [Fact]
    public async Task Unit_is_sound()
    {
        if (!File.Exists("/usr/bin/systemd-analyze"))
            Assert.Skip("systemd-analyze is not installed");
        var unit = _folder.At(UnitFile.Name);
        await File.WriteAllTextAsync(unit, UnitFile.Text("/bin/true", _folder.Home.Root), TestContext.Current.CancellationToken);

        using var process = Process.Start(new ProcessStartInfo("/usr/bin/systemd-analyze", ["verify", unit]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) + await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (process.ExitCode, said));
    }

    private static string Next(Socket manager)
    {
        var buffer = new byte[1024];
        return Encoding.UTF8.GetString(buffer, 0, manager.Receive(buffer));
    }
}
