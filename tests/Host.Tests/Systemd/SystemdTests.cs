using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MoECollab.Host.Configuring;
using MoECollab.Host.Generations;
using MoECollab.Host.Readiness;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Scheduling.Watching;
using MoECollab.Host.Systemd;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Systemd;

public sealed class SystemdTests : IDisposable
{
    private static readonly TimeSpan Third = TimeSpan.FromMilliseconds(500), Look = TimeSpan.FromMilliseconds(100);

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
    public async Task Sign_of_life_comes_in_every_third_of_the_interval_and_is_withheld_while_the_scheduler_is_stuck()
    {
        var path = _folder.At("notify.sock");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        manager.Bind(new UnixDomainSocketEndPoint(path));
        await using var host = await RunningHost.StartAsync(_folder, ("Plugins:Watch", "false"));
        var time = new FakeTimeProvider();
        // Its watch does not go round before it is started.
        await using var scheduler = new Scheduler(
            host.Service<HostStart>(), host.Service<ServedHome>(), host.Service<ExpertCalls>(), host.Service<Observing>(), host.Service<IHangingExperts>(), host.Service<IOptions<BatchingOptions>>(), host.Service<IOptions<ReliabilityOptions>>(), time);
        using var socket = new NotifySocket(path, 3 * Third);
        using var notifier = new SystemdNotifier(socket, host.Service<ReadinessChecks>(), scheduler, host.Service<ServedHome>(), time);
        await notifier.StartAsync(TestContext.Current.CancellationToken);
        var (ready, status) = (Next(manager, time), Next(manager));

        var signs = new List<string>();
        for (var third = 1; third <= 4; third++)
        {
            time.Advance(Third);
            signs.Add(Next(manager));
        }

        time.Advance(TimeSpan.FromSeconds(20));
        // While time passes, the watch does not count as stuck yet.
        UntilSilent(manager);
        time.Advance(TimeSpan.FromSeconds(20));
        var withheld = UntilSilent(manager);
        scheduler.Start();
        var again = Next(manager, time);
        await notifier.StopAsync(CancellationToken.None);

        Assert.StartsWith("READY=1", ready, StringComparison.Ordinal);
        Assert.StartsWith("STATUS=", status, StringComparison.Ordinal);
        Assert.All(signs, sign => Assert.Equal("WATCHDOG=1", sign));
        Assert.Empty(withheld);
        Assert.Equal("WATCHDOG=1", again);
    }

    [Fact]
    public async Task Nothing_is_ready_before_the_home_is_loaded_and_warm()
    {
        var path = _folder.At("notify.sock");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        manager.Bind(new UnixDomainSocketEndPoint(path));
        await using var host = await RunningHost.StartAsync(_folder, ("Plugins:Watch", "false"));
        var readiness = new ReadinessChecks(host.Service<ServedHome>(), host.Service<Scheduler>(), host.Service<IOptions<ReliabilityOptions>>());
        using var socket = new NotifySocket(path);
        using var notifier = new SystemdNotifier(socket, readiness, host.Service<Scheduler>(), host.Service<ServedHome>(), TimeProvider.System);

        await notifier.StartAsync(TestContext.Current.CancellationToken);
        var loading = Next(manager);
        readiness.Warmed();
        var ready = Next(manager);
        await notifier.StopAsync(CancellationToken.None);

        Assert.Equal("STATUS=The host is still loading its packages or warming up.", loading);
        Assert.StartsWith("READY=1", ready, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_service_manager_nothing_is_sent()
    {
        using var socket = new NotifySocket(null);

        socket.Send("READY=1");

        Assert.False(socket.IsThere);
    }

    [Fact]
    public void Dollars_of_the_home_are_no_variables_where_the_host_is_started()
    {
        var unit = new UnitFile("/bin/true", "/srv/$HOME").ToText();

        Assert.Contains("serve --home \"/srv/$$HOME\"\n", unit, StringComparison.Ordinal);
        Assert.Contains("ReadWritePaths=\"/srv/$HOME\"\n", unit, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("with a blank, 100 % of \"it\"")]
    public async Task Unit_is_sound(string home)
    {
        if (!File.Exists("/usr/bin/systemd-analyze"))
            Assert.Skip("systemd-analyze is not installed");
        var unit = _folder.At(UnitFile.Name);
        await File.WriteAllTextAsync(unit, new UnitFile("/bin/true", _folder.At(home)) { Variables = new Dictionary<string, string> { ["DOTNET_ROOT"] = "/opt/a place" } }.ToText(), TestContext.Current.CancellationToken);

        using var process = Process.Start(new ProcessStartInfo("/usr/bin/systemd-analyze", ["verify", unit]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) + await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (process.ExitCode, said));
    }

    /// <summary>Lets time pass until the manager is told something.</summary>
    private static string Next(Socket manager, FakeTimeProvider time)
    {
        for (var look = 0; look < 100 && !manager.Poll(Look, SelectMode.SelectRead); look++)
            time.Advance(Look);
        return Next(manager);
    }

    private static List<string> UntilSilent(Socket manager)
    {
        var all = new List<string>();
        while (manager.Poll(3 * Look, SelectMode.SelectRead))
            all.Add(Next(manager));
        return all;
    }

    private static string Next(Socket manager)
    {
        var buffer = new byte[1024];
        return Encoding.UTF8.GetString(buffer, 0, manager.Receive(buffer));
    }
}
