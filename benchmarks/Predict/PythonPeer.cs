using System.Diagnostics;
using System.Text.Json;

namespace MoECollab.Benchmarks.Predict;

/// <summary>A peer on Python in a process of its own, that answers all texts once for each line it is sent, so that its rounds stand between ours.</summary>
internal sealed class PythonPeer : IDisposable
{
    private const string Interpreter = "/usr/bin/python3";

    private readonly string _name;
    private readonly Process _process;
    private readonly List<RoundTimes> _rounds = [];

    private PythonPeer(string name, Process process)
    {
        _name = name;
        _process = process;
    }

    /// <summary>Starts a script of this assembly; null where there is no interpreter with what it needs.</summary>
    /// <param name="name">What the figure is called.</param>
    /// <param name="script">The script's name.</param>
    /// <param name="arguments">Its arguments.</param>
    public static PythonPeer? Start(string name, string script, params string[] arguments)
    {
        var interpreter = Environment.GetEnvironmentVariable("MOE_PYTHON") ?? Interpreter;
        if (!File.Exists(interpreter))
            return null;
        var process = Process.Start(new ProcessStartInfo(interpreter, ["-c", Read(script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.BeginErrorReadLine();
        var peer = new PythonPeer(name, process);
        if (process.StandardOutput.ReadLine() is not null)
            return peer;
        peer.Dispose();
        return null;
    }

    /// <summary>Moves it to a processor.</summary>
    /// <param name="mask">One bit for each it may use.</param>
    public void Pin(nint mask)
    {
        if (OperatingSystem.IsLinux())
            _process.ProcessorAffinity = mask;
    }

    /// <summary>Lets it answer every text once.</summary>
    public void Round()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine() ?? throw new IOException($"{_name} ended before its round did.");
        _rounds.Add(JsonSerializer.Deserialize<RoundTimes>(answer, JsonSerializerOptions.Web)!);
    }

    public PredictFigure Figure() => new(_name, [.. _rounds.Select(round => round.Median)], [.. _rounds.Select(round => round.Cpu)], _rounds[^1].Low, _rounds[^1].High, null, null);

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Read(string script)
    {
        using var stream = typeof(PythonPeer).Assembly.GetManifestResourceStream(script)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>One round, in microseconds.</summary>
    private sealed record RoundTimes(double Median, double Cpu, double Low, double High);
}
