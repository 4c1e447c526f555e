using System.Diagnostics;
using System.Text.Json;

namespace MoECollab.Benchmarks.Layer;

/// <summary>The eight forms on PyTorch, in a process of its own on the same core, that is asked line by line.</summary>
internal sealed class PythonForms : IDisposable
{
    /// <summary>How to install it.</summary>
    public const string HowToInstall = "apt-get install python3-torch, or set MOE_PYTHON to an interpreter that has torch and numpy";

    private readonly Process _process;

    private PythonForms(Process process) => _process = process;

    /// <summary>Starts it; null where there is no interpreter with torch.</summary>
    /// <param name="folder">Where the script goes.</param>
    /// <param name="device">Where it computes and measures time by the clock; null for CPU time on one core.</param>
    public static PythonForms? Start(string folder, string? device = null)
    {
        var interpreter = Environment.GetEnvironmentVariable("MOE_PYTHON") ?? "/usr/bin/python3";
        if (!File.Exists(interpreter))
            return null;
        var script = Path.Combine(folder, "layer_forms.py");
        using (var stream = typeof(PythonForms).Assembly.GetManifestResourceStream("layer_forms.py")!)
        using (var file = File.Create(script))
            stream.CopyTo(file);
        var started = new PythonForms(Process.Start(new ProcessStartInfo(interpreter, device is null ? [script] : [script, device]) { RedirectStandardInput = true, RedirectStandardOutput = true })!);
        try
        {
            _ = started.Limit(64);
            return started;
        }
        catch (IOException)
        {
            started.Dispose();
            return null;
        }
    }

    /// <summary>Builds a cell; returns how far each form's answer is from the sorted split's, and how many inputs there are.</summary>
    public (IReadOnlyDictionary<string, double> Apart, int Pool) Build(LayerCell cell, long seed, string file)
    {
        var answer = Ask(new { cell = new { d = cell.Size, h = cell.Width, e = cell.Experts, k = cell.Kept, n = cell.Rows, seed }, file });
        return (answer.GetProperty("apart").Deserialize<Dictionary<string, double>>()!, answer.GetProperty("pool").GetInt32());
    }

    /// <summary>CPU microseconds of a call of each form.</summary>
    /// <param name="milliseconds">About how long each form is called.</param>
    public IReadOnlyDictionary<string, double> Time(int milliseconds) => Ask(new { time = milliseconds }).Deserialize<Dictionary<string, double>>()!;

    /// <summary>GFLOP/s of a square product.</summary>
    public double Limit(int size) => Ask(new { limit = size }).GetProperty("gflops").GetDouble();

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private JsonElement Ask(object question)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(question));
        _process.StandardInput.Flush();
        return JsonSerializer.Deserialize<JsonElement>(_process.StandardOutput.ReadLine() ?? throw new IOException($"The PyTorch side ended. {HowToInstall}."));
    }
}
