using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using MoECollab.Cli.Tests.Driving;

namespace MoECollab.Cli.Tests.Serving;

/// <summary><c>moe service</c> with the program that was built, into a folder of its own.</summary>
public sealed class ServiceTests(TinyHome home)
{
    [Fact]
    public async Task Installed_unit_starts_a_host_that_says_ready_and_stops_with_zero()
    {
        var (copy, units) = (home.Copy(), Directory.CreateDirectory(home.NewPath("units")).FullName);
        var installed = await BuiltProgram.RunAsync("", "service", "install", "--home", copy, "--unit-dir", units, "--user", "moe");
        Assert.Equal((0, ""), (installed.Code, installed.Error));
        var unit = await File.ReadAllLinesAsync(Path.Combine(units, "moecollab.service"), TestContext.Current.CancellationToken);
        Assert.Contains("User=moe", unit);
        Assert.Contains($"ReadWritePaths=\"{copy}\"", unit);

        var path = home.NewPath("notify.sock");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 60_000 };
        manager.Bind(new UnixDomainSocketEndPoint(path));
        using var host = Start(unit.Single(line => line.StartsWith("ExecStart=", StringComparison.Ordinal))["ExecStart=".Length..], path);
        var told = new List<string>();
        while (told.All(line => !line.StartsWith("READY=1", StringComparison.Ordinal)))
            told.Add(Next(manager));
        try
        {
            // By the shell: a slim system has no program for it.
            await BuiltProgram.StartAsync("/bin/sh", "", new Dictionary<string, string?>(), "-c", $"kill -TERM {host.Id}");
            await host.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!host.HasExited)
                host.Kill();
        }

        Assert.Equal(0, host.ExitCode);
        var removed = await BuiltProgram.RunAsync("", "service", "remove", "--unit-dir", units);
        Assert.Equal(0, removed.Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(units));
    }

    [Fact]
    public async Task Unit_gives_the_host_the_time_to_drain_that_its_home_asks_for()
    {
        var (copy, units) = (home.Copy(), Directory.CreateDirectory(home.NewPath("units")).FullName);
        await File.WriteAllTextAsync(Path.Combine(copy, "host.json"), """{"Reliability":{"DrainSeconds":120}}""", TestContext.Current.CancellationToken);

        var installed = await Moe.RunAsync("service", "install", "--home", copy, "--unit-dir", units);

        Assert.Equal(0, installed.Code);
        Assert.Contains("TimeoutStopSec=130\n", await File.ReadAllTextAsync(Path.Combine(units, "moecollab.service"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("without --user the service may write to /var/lib/moecollab only", installed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_said_and_nothing_is_written()
    {
        var units = Directory.CreateDirectory(home.NewPath("units")).FullName;

        var homeless = await Moe.RunAsync("service", "install", "--home", home.NewPath("nowhere"), "--unit-dir", units);
        var nowhere = await Moe.RunAsync("service", "install", "--home", home.Home, "--unit-dir", home.NewPath("nowhere"));
        var nothing = await Moe.RunAsync("service", "remove", "--unit-dir", units);

        Assert.Equal((3, 2, 3), (homeless.Code, nowhere.Code, nothing.Code));
        Assert.Empty(Directory.EnumerateFileSystemEntries(units));
    }

    // As systemd does: the words of the line, its own environment, a socket to tell.
    private static Process Start(string command, string socket)
    {
        var words = command.Split('"', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(part => part.StartsWith('/') ? [part] : part.Split(' ')).ToList();
        var start = new ProcessStartInfo(words[0], words.Skip(1)) { WorkingDirectory = "/" };
        start.Environment["NOTIFY_SOCKET"] = socket;
        start.Environment["MOE__Server__Urls"] = "http://127.0.0.1:0";
        start.Environment["MOE__Telemetry__LogLevel"] = "none";
        return Process.Start(start)!;
    }

    private static string Next(Socket manager)
    {
        var buffer = new byte[1024];
        return Encoding.UTF8.GetString(buffer, 0, manager.Receive(buffer));
    }
}
