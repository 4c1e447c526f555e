using MoECollab.Torch;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MoECollab.Benchmarks.Serve;

/// <summary>The host beside FastAPI, uvicorn and PyTorch with the same weights and texts, and beside Kestrel that only echoes: <c>./moe bench serve</c>.</summary>
public static class ServeBenchmark
{
    private const int Experts = 12, Few = 4, Many = 256;
    private const int Connections = 64;
    private const int Rounds = 3;
    private const int Compared = 200;
    private const double Tolerance = 1e-4;
    private static readonly TimeSpan ManyTime = TimeSpan.FromSeconds(3), OneTime = TimeSpan.FromSeconds(1.5), PythonWarmUp = TimeSpan.FromSeconds(3), OwnWarmUp = TimeSpan.FromSeconds(15);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Trains homes, starts all servers, checks that they answer alike, loads them in turn, and writes a JSON line per figure, then a table.</summary>
    /// <param name="moe">The program whose host is measured.</param>
    /// <param name="floor">What starts the server that only echoes: a program, and arguments that come first.</param>
    /// <param name="output">Where the figures go.</param>
    public static async Task RunAsync(string moe, IReadOnlyList<string> floor, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(moe);
        ArgumentNullException.ThrowIfNull(floor);
        ArgumentNullException.ThrowIfNull(output);
        Libtorch.SetThreads(1);
        var folder = Directory.CreateTempSubdirectory("moe-bench-serve-");
        var servers = new List<MeasuredServer>();
        try
        {
            var home = ServedHome.Create(Path.Combine(folder.FullName, "twelve"), Experts);
            servers.Add(await OwnAsync("host", moe, home));
            servers.Add(await OwnAsync("host, 4 experts", moe, ServedHome.Create(Path.Combine(folder.FullName, "few"), Few)));
            servers.Add(await OwnAsync("host, 256 experts", moe, ServedHome.Create(Path.Combine(folder.FullName, "many"), Many)));
            servers.Add(new MeasuredServer("echo, no model", await ServerProcess.StartAsync(floor[0], port => [.. floor.Skip(1), "--port", $"{port}"]), new LoadGenerator(home.Texts), OwnWarmUp));
            servers.AddRange(await TheirsAsync(folder.FullName, home, output));
            if (await DifferenceAsync(servers, home.Texts) is { } difference)
            {
                await output.WriteLineAsync($"Nothing was timed: {difference}");
                return;
            }

            await MeasureAsync(servers);
            Report(servers, output);
        }
        finally
        {
            foreach (var server in servers)
                server.Dispose();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<MeasuredServer> OwnAsync(string name, string moe, ServedHome home)
    {
        var process = await ServerProcess.StartAsync(moe, port => ["serve", "--home", home.Home.Root, "--urls", $"http://127.0.0.1:{port}", "--grpc-urls", "http://127.0.0.1:0", "--threads", "1", "--quiet"]);
        return new MeasuredServer(name, process, new LoadGenerator(home.Texts), OwnWarmUp);
    }

    private static async Task<IReadOnlyList<MeasuredServer>> TheirsAsync(string folder, ServedHome home, TextWriter output)
    {
        if (PythonSide.Find(folder) is not { } python)
        {
            await output.WriteLineAsync($"No FastAPI to compare with: {PythonSide.HowToInstall}.");
            return [];
        }

        var (weights, labels, texts) = (Path.Combine(folder, "model.safetensors"), Path.Combine(folder, "labels.json"), Path.Combine(folder, "texts.json"));
        home.Export(weights, labels);
        await File.WriteAllTextAsync(texts, JsonSerializer.Serialize(home.Texts));
        var tokenising = python.Tokenising(weights, labels, texts);
        await output.WriteLineAsync($"{python.Versions}; its tokenising, {tokenising:F1} µs a text, is not counted.");
        var servers = new List<MeasuredServer>();
        foreach (var form in (string[])["naive", "batched"])
        {
            var process = await ServerProcess.StartAsync(python.Interpreter, port => [python.Script, form, weights, labels, $"{port}"]);
            servers.Add(new MeasuredServer($"FastAPI, {form}", process, new LoadGenerator(home.Texts), PythonWarmUp) { NotCounted = tokenising });
        }

        return servers;
    }

    /// <summary>How the Python side's answers differ from the host's; null where they do not.</summary>
    private static async Task<string?> DifferenceAsync(List<MeasuredServer> servers, IReadOnlyList<string> texts)
    {
        using var http = new HttpClient();
        foreach (var text in texts.Take(Compared))
        {
            var (label, probability) = await AnswerAsync(http, servers[0], text);
            foreach (var other in servers.Where(server => server.Name.StartsWith("FastAPI", StringComparison.Ordinal)))
            {
                var (theirLabel, theirProbability) = await AnswerAsync(http, other, text);
                if (label != theirLabel || Math.Abs(probability - theirProbability) > Tolerance)
                    return $"for '{text}' the host answers {label} ({probability:R}), {other.Name} answers {theirLabel} ({theirProbability:R}); they have to agree within {Tolerance}.";
            }
        }

        return null;
    }

    private static async Task<(string? Label, double Probability)> AnswerAsync(HttpClient http, MeasuredServer server, string text)
    {
        using var content = new StringContent(LoadGenerator.Body(text), Encoding.UTF8, "application/json");
        using var reply = await http.PostAsync(new Uri($"http://127.0.0.1:{server.Process.Port}{LoadGenerator.Path}"), content);
        var told = await reply.Content.ReadAsStringAsync();
        if (!reply.IsSuccessStatusCode)
            throw new InvalidOperationException($"{server.Name} answered {(int)reply.StatusCode}: {told}");
        using var document = JsonDocument.Parse(told);
        var answer = document.RootElement.GetProperty("answers")[0];
        return (answer.GetProperty("label").GetString(), answer.GetProperty("probability").GetDouble());
    }

    private static async Task MeasureAsync(List<MeasuredServer> servers)
    {
        foreach (var server in servers)
            await server.Load.RunAsync(server.Process, Connections, server.WarmUp);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var server in servers)
                server.Many.Add(await server.Load.RunAsync(server.Process, Connections, ManyTime));
            foreach (var server in servers)
                server.One.Add(await server.Load.RunAsync(server.Process, 1, OneTime));
        }
    }

    private static void Report(List<MeasuredServer> servers, TextWriter output)
    {
        foreach (var server in servers)
        {
            foreach (var (connections, runs) in ((int, List<LoadResult>)[])[(Connections, server.Many), (1, server.One)])
                output.WriteLine(JsonSerializer.Serialize(Fields(server, connections, runs), Plain));
        }

        output.WriteLine($"{Rounds} rounds in turn, generated texts, {Experts} experts of 25 labels where not said otherwise; medians, and the range of CPU");
        output.WriteLine($"{"",-20} {"CPU µs",8} {"range",16} {"req/s",8} {"p50 ms",8} {"p99 ms",8} {"1 conn. p50",12} {"CPU µs",8}");
        foreach (var server in servers)
        {
            var range = $"{server.Many.Min(run => run.CpuMicroseconds):F0} to {server.Many.Max(run => run.CpuMicroseconds):F0}";
            output.WriteLine($"{server.Name,-20} {server.Cpu,8:F1} {range,16} {Of(server.Many, run => run.PerSecond),8:F0} {Of(server.Many, run => run.MedianMilliseconds),8:F2} {Of(server.Many, run => run.HighMilliseconds),8:F2} {Of(server.One, run => run.MedianMilliseconds),12:F3} {Of(server.One, run => run.CpuMicroseconds),8:F0}");
        }

        foreach (var goal in Goals(servers))
        {
            output.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object> { ["benchmark"] = "serve", ["goal"] = goal.Name, ["value"] = Math.Round(goal.Value, 3), ["limit"] = goal.Limit, ["holds"] = goal.Holds }, Plain));
            output.WriteLine($"{goal.Name,-62} {goal.Value,8:F2} {(goal.IsMost ? "at most" : "at least"),9} {goal.Limit:F2} {(goal.Holds ? "" : "missed")}");
        }
    }

    private static List<Goal> Goals(List<MeasuredServer> servers)
    {
        var (host, few, many, floor) = (servers[0], servers[1], servers[2], servers[3]);
        List<Goal> goals =
        [
            new("CPU of a request, host : echo", host.Cpu / floor.Cpu, 2.5),
            new("median at one connection, host − echo, ms", Of(host.One, run => run.MedianMilliseconds) - Of(floor.One, run => run.MedianMilliseconds), 0.3),
            new("requests a second, 256 experts : 4 experts", Of(many.Many, run => run.PerSecond) / Of(few.Many, run => run.PerSecond), 0.9, IsMost: false),
            new("requests per CPU second, 256 experts : 4 experts", few.Cpu / many.Cpu, 0.9, IsMost: false),
        ];
        if (servers.Count > 5)
        {
            var (naive, batched) = (servers[4], servers[5]);
            goals.Add(new Goal("CPU of a request, host : FastAPI naive", host.Cpu / naive.Cpu, 0.1));
            goals.Add(new Goal("CPU of a request, host : FastAPI batched", host.Cpu / batched.Cpu, 0.25));
            goals.Add(new Goal("p99 at 64 connections, host : FastAPI batched", Of(host.Many, run => run.HighMilliseconds) / Of(batched.Many, run => run.HighMilliseconds), 0.2));
        }

        return goals;
    }

    private static Dictionary<string, object> Fields(MeasuredServer server, int connections, List<LoadResult> runs) => new()
    {
        ["benchmark"] = "serve",
        ["system"] = server.Name,
        ["connections"] = connections,
        ["requests"] = runs.Sum(run => run.Requests),
        ["cpuMicroseconds"] = Math.Round(Of(runs, run => run.CpuMicroseconds), 1),
        ["cpuMicrosecondsRange"] = Range(runs, run => run.CpuMicroseconds, 1),
        ["cpuMicrosecondsNotCounted"] = Math.Round(server.NotCounted, 1),
        ["requestsPerSecond"] = Math.Round(Of(runs, run => run.PerSecond), 0),
        ["requestsPerSecondRange"] = Range(runs, run => run.PerSecond, 0),
        ["p50Milliseconds"] = Math.Round(Of(runs, run => run.MedianMilliseconds), 3),
        ["p99Milliseconds"] = Math.Round(Of(runs, run => run.HighMilliseconds), 3),
        ["p99MillisecondsRange"] = Range(runs, run => run.HighMilliseconds, 3),
        ["cpuOfWall"] = Math.Round(Of(runs, run => run.CpuSeconds / run.WallSeconds), 2),
    };

    // The least and the most.
    private static double[] Range(List<LoadResult> runs, Func<LoadResult, double> of, int digits) => [Math.Round(runs.Min(of), digits), Math.Round(runs.Max(of), digits)];

    private static double Of(List<LoadResult> runs, Func<LoadResult, double> of) => MeasuredServer.Median(runs, of);
}
