using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MoECollab.Benchmarks.Serve;

/// <summary>A server in a process of its own, on the first core where the machine has several, so that the load generator does not take its time.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const double TicksPerSecond = 100; // of /proc, the same on every Linux
    private const string TaskSet = "/usr/bin/taskset";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _told = [];

    private ServerProcess(Process process, int port)
    {
        _process = process;
        Port = port;
        process.OutputDataReceived += Tell;
        process.ErrorDataReceived += Tell;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    /// <summary>User and system seconds of the process so far.</summary>
    public double CpuSeconds
    {
        get
        {
            // The name of the program, in brackets, may have spaces.
            var fields = File.ReadAllText($"/proc/{_process.Id}/stat").Split(") ")[^1].Split(' ');
            return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
    }

    /// <summary>Starts a server and waits until it says that it is ready.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments, given the port.</param>
    public static async Task<ServerProcess> StartAsync(string program, Func<int, IEnumerable<string>> arguments)
    {
        var port = FreePort();
        string[] command = File.Exists(TaskSet) && Environment.ProcessorCount > 1 ? [TaskSet, "-c", "0", program] : [program];
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), .. arguments(port)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_TieredPGO"] = "1";
        start.Environment["OMP_NUM_THREADS"] = "1";
        var server = new ServerProcess(Process.Start(start)!, port);
        try
        {
            await server.BecomeReadyAsync();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task BecomeReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}"), Timeout = TimeSpan.FromSeconds(5) };
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < StartLimit && !_process.HasExited)
        {
            try
            {
                using var reply = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
                if (reply.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException($"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)} did not become ready: {string.Join(" | ", _told.TakeLast(5))}");
    }

    private void Tell(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { Length: > 0 } text)
            _told.Add(text);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
