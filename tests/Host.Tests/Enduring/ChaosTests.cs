using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MoECollab.Host.Running;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Packaging.Homes;

namespace MoECollab.Host.Tests.Enduring;

/// <summary>
/// From outside, over HTTP, against a host in a process of its own: random administration, broken packages, kills and load at once. Every answer is
/// checked: it is that of the expert and version that it names, and what nobody touches is always answered by the same expert.
/// </summary>
public sealed class ChaosTests : IDisposable
{
    private const int Clients = 4;

    private readonly ConcurrentBag<string> _wrong = [];
    private HttpClient _http = new();
    private HttpClient _admin = new();
    private Process? _process;
    private volatile int _kills;
    private volatile bool _isDown = true;
    private int _answers;

    [Fact]
    public async Task Random_administration_broken_packages_kills_and_load_end_in_no_wrong_answer()
    {
        if (OwnProcess.Told is { } told)
        {
            await ServeAsync(told);
            return;
        }

        using var folder = ServedFolder.WithThreeExperts();
        folder.AddExpert("alpha", 'a', "1.1.0", ["v11/yes", "v11/no"]);
        var port = FreePort();
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(20) };
        _admin = RunningHost.ClientOf(folder.At("admin.sock"));
        var length = Soak.IsOn ? Soak.Length : TimeSpan.FromSeconds(12);
        using var over = new CancellationTokenSource();
        await StartAsync(folder, port);
        var clients = Enumerable.Range(0, Clients).Select(seed => Task.Run(() => AskAsync(new Random(seed), over.Token))).ToArray();
        try
        {
            await DisturbAsync(folder, port, new Random(20_03), length);
            await over.CancelAsync();
            await Task.WhenAll(clients);
            await EndAsync(folder);
        }
        finally
        {
            await over.CancelAsync();
            _process?.Kill();
        }

        Assert.True(_wrong.IsEmpty, string.Join('\n', _wrong.Distinct().Take(20)));
        Assert.True(_answers > 50, $"{_answers} answers");
        Assert.True(_kills > 0);
    }

    public void Dispose()
    {
        _process?.Dispose();
        _http.Dispose();
        _admin.Dispose();
    }

    private static async Task ServeAsync(string told)
    {
        var (home, port) = (told[..told.LastIndexOf('|')], told[(told.LastIndexOf('|') + 1)..]);
        await using var app = HostProgram.Build(new HostStart(home)
        {
            Settings = RunningHost.Settings([("Server:Urls", $"http://127.0.0.1:{port}"), ("Plugins:WatchDelayMilliseconds", "100"), ("Plugins:CreationLimitMilliseconds", "1000")]),
        });
        await HostProgram.RunAsync(app, TestContext.Current.CancellationToken);
    }

    private async Task StartAsync(ServedFolder folder, int port)
    {
        _process = OwnProcess.Start($"{folder.Home.Root}|{port}", test: nameof(Random_administration_broken_packages_kills_and_load_end_in_no_wrong_answer));
        _ = _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                return (await RunningHost.SendAsync(_http, HttpMethod.Get, "/readyz", null)).Status == 200;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, "the host is ready");
        _isDown = false;
    }

    private async Task AskAsync(Random random, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var letters = "abc"[random.Next(3)];
            var (kills, wasDown) = (_kills, _isDown);
            try
            {
                Check(letters, await RunningHost.SendAsync(_http, HttpMethod.Post, "/moe/v1/infer", RunningHost.Body(new string(letters, 3))));
                Interlocked.Increment(ref _answers);
            }
            catch (HttpRequestException fault)
            {
                if (kills == _kills && !wasDown && !_isDown)
                    _wrong.Add($"no answer, although nobody killed the host: {fault.Message}");
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }

    private void Check(char letter, Reply reply)
    {
        if (reply.Status != 200)
        {
            if (!_isDown)
                _wrong.Add($"{letter}: {reply.Status} {reply.Text}");
            return;
        }

        var answer = reply.Answer;
        var expert = answer.GetProperty("experts")[0];
        var (id, version, label) = (expert.GetProperty("id").GetString()!, expert.GetProperty("version").GetString(), answer.GetProperty("label").GetString());
        var expected = (id, version) switch { ("alpha", "1.1.0") => "v11/yes", _ => $"{id}/yes" };
        if (label != expected || id is not ("alpha" or "beta" or "gamma") || (letter == 'b' && id != "beta"))
            _wrong.Add($"{letter}: {id}@{version} says {label}");
    }

    private async Task DisturbAsync(ServedFolder folder, int port, Random random, TimeSpan length)
    {
        var clock = Stopwatch.StartNew();
        var gamma = "Active";
        for (var round = 1; clock.Elapsed < length; round++)
        {
            switch (random.Next(8))
            {
                case 0:
                    await AdminAsync("alpha:disable", 200);
                    break;
                case 1:
                    await AdminAsync("alpha:enable", 200);
                    break;
                case 2:
                    await AdminAsync("alpha:reload", 200, 409);
                    break;
                case 3:
                    await AdminAsync("alpha:rollback", [200, 409], random.Next(2) == 0 ? """{"version":"1.0.0"}""" : """{"version":"latest"}""");
                    break;
                case 4:
                    await AdminAsync("gamma:quarantine", [200], """{"reason":"chaos"}""");
                    gamma = "Quarantined";
                    break;
                case 5:
                    await AdminAsync("gamma:enable", 200);
                    gamma = "Active";
                    break;
                case 6:
                    await BreakAsync(folder, random);
                    break;
                default:
                    await AdminAsync("nobody:enable", 404);
                    break;
            }

            if (round % 12 != 0)
                continue;
            _isDown = true;
            _kills++;
            _process!.Kill();
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
            _process.Dispose();
            await StartAsync(folder, port);
            var kept = (await RunningHost.SendAsync(_http, HttpMethod.Get, "/moe/v1/experts/gamma", null)).Json.GetProperty("state").GetString();
            if (kept != gamma)
                _wrong.Add($"gamma was {gamma} and is {kept} after a kill");
        }
    }

    private async Task BreakAsync(ServedFolder folder, Random random)
    {
        var fault = random.Next(4);
        var package = fault switch
        {
            0 => folder.Add(PackageRole.Expert, "broken", "1.0.0", "FaultyPlugin", "faulty.throwing-constructor@1.0.0"),
            1 => folder.Add(PackageRole.Expert, "broken", "1.0.0", "FaultyPlugin", "faulty.throwing-factory@1.0.0"),
            2 => folder.AddExpert("broken", 'z', "1.0.0", []),
            _ => folder.AddExpert("broken", 'z'),
        };
        if (fault == 3)
            await File.WriteAllTextAsync(Path.Combine(package.Folder, "moe", "expert.json"), "{\"schemaVersion\":1,", TestContext.Current.CancellationToken);
        // The watcher may have loaded the last one while its manifest was whole: then that serves on, and says so.
        await AdminAsync("broken:enable", fault == 3 ? [200, 409] : [409], null);
        Directory.Delete(package.Folder, recursive: true);
    }

    private Task AdminAsync(string verb, params int[] allowed) => AdminAsync(verb, allowed, null);

    private async Task AdminAsync(string verb, int[] allowed, string? body)
    {
        var reply = await RunningHost.SendAsync(_admin, HttpMethod.Post, "/moe/v1/experts/" + verb, body);
        if (!allowed.Contains(reply.Status))
            _wrong.Add($"{verb}: {reply.Status} {reply.Text}");
    }

    private async Task EndAsync(ServedFolder folder)
    {
        foreach (var id in new[] { "alpha", "gamma" })
            await AdminAsync($"{id}:enable", 200);
        foreach (var (letter, id) in new[] { ('a', "alpha"), ('b', "beta"), ('c', "gamma") })
        {
            var reply = await RunningHost.SendAsync(_http, HttpMethod.Post, "/moe/v1/infer", RunningHost.Body(new string(letter, 3)));
            Check(letter, reply);
            Assert.Equal(id, reply.Answer.GetProperty("experts")[0].GetProperty("id").GetString());
        }

        Assert.Equal(200, (await RunningHost.SendAsync(_http, HttpMethod.Get, "/readyz", null)).Status);
        Assert.Empty(Directory.EnumerateFiles(folder.Home.Root, "*.partial", SearchOption.AllDirectories));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
