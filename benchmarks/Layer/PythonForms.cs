using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MoECollab.Benchmarks.Layer;

/// <summary>The eight forms on python3-torch, in a process of its own on the same core, that is asked line by line. Its forms are named as in this process, with <see cref="Mark"/> behind.</summary>
internal sealed class PythonForms : IForms
{
    /// <summary>How to install it.</summary>
    public const string HowToInstall = "apt-get install python3-torch, or set MOE_PYTHON to an interpreter that has torch and numpy";

    /// <summary>What follows a form's name.</summary>
    public const string Mark = " (python)";

    private readonly Process _process;
    private readonly string _answer; // a file

    private PythonForms(Process process, string answer) => (_process, _answer) = (process, answer);

    public string Description { get; private set; } = "";

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
        var started = new PythonForms(Process.Start(new ProcessStartInfo(interpreter, device is null ? [script] : [script, device]) { RedirectStandardInput = true, RedirectStandardOutput = true })!, Path.Combine(folder, "answer.bin"));
        try
        {
            started.Description = $"python3-torch {started.Ask(new { version = true }).GetProperty("version").GetString()} in a process of its own";
            return started;
        }
        catch (IOException)
        {
            started.Dispose();
            return null;
        }
    }

    public BuiltForms Build(LayerCell cell, long seed)
    {
        var answer = Ask(new { cell = new { d = cell.Size, h = cell.Width, e = cell.Experts, k = cell.Kept, n = cell.Rows, seed }, file = _answer });
        return new BuiltForms(Marked(answer.GetProperty("apart")), answer.GetProperty("pool").GetInt32(), MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(_answer)).ToArray());
    }

    public IReadOnlyDictionary<string, double> Time(int milliseconds) => Marked(Ask(new { time = milliseconds }));

    public double Limit(int size) => Ask(new { limit = size }).GetProperty("gflops").GetDouble();

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Dictionary<string, double> Marked(JsonElement figures) => figures.EnumerateObject().ToDictionary(form => form.Name + Mark, form => form.Value.GetDouble());

    private JsonElement Ask(object question)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(question));
        _process.StandardInput.Flush();
        return JsonSerializer.Deserialize<JsonElement>(_process.StandardOutput.ReadLine() ?? throw new IOException($"The PyTorch side ended. {HowToInstall}."));
    }
}
