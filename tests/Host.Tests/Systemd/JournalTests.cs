using System.Net;
using System.Net.Sockets;
using MoECollab.Host.Systemd;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Host.Tests.Running;

namespace MoECollab.Host.Tests.Systemd;

public sealed class JournalTests : IDisposable
{
    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("8:12345", "socket:[12345]", true)]
    [InlineData("8:12345", "socket:[12346]", false)]
    [InlineData("8:12345", "pipe:[12345]", false)]
    [InlineData("8:12345", "errors.log", false)]
    [InlineData("8:12345", null, false)]
    [InlineData("8:", "socket:[]", false)]
    [InlineData("", "socket:[]", false)]
    [InlineData(null, "socket:[12345]", false)]
    public void Journal_is_the_socket_that_systemd_names(string? stream, string? target, bool expected) => Assert.Equal(expected, Journal.IsOf(stream, target));

    // A socket stands in for the journal's; it is named to the program as systemd does it.
    [Theory]
    [InlineData("$(stat -L -c %d:%i /proc/self/fd/2)", true)]
    [InlineData("8:1", false)]
    public async Task Lines_to_the_journal_begin_with_their_priority(string stream, bool hasPriorities)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("systemd is on Linux only");
        var program = MoeProgram.Path();
        using var journal = new TcpListener(IPAddress.Loopback, 0);
        journal.Start();
        var cancellation = TestContext.Current.CancellationToken;

        var run = MoeProgram.RunAsync("/bin/bash", "-c", $"""
            exec 2<>/dev/tcp/127.0.0.1/{((IPEndPoint)journal.LocalEndpoint).Port}
            export JOURNAL_STREAM={stream}
            timeout --signal=TERM 60 "{program}" serve --home "{_folder.Home.Root}" --device cpu --urls http://127.0.0.1:{MoeProgram.FreePort()} --set Plugins:Watch=false &
            read -u 2 line
            kill $!
            wait
            """);
        using var connection = await journal.AcceptTcpClientAsync(cancellation);
        using var reader = new StreamReader(connection.GetStream());
        var lines = new List<string>();
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            lines.Add(line);
            if (line.Contains("experts answer", StringComparison.Ordinal))
                await connection.GetStream().WriteAsync("end\n"u8.ToArray(), cancellation);
        }

        await run;
        Assert.Contains(lines, line => line.Contains("3 experts answer", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Equal(hasPriorities, line.StartsWith("<6>MoECollab.", StringComparison.Ordinal)));
    }
}
