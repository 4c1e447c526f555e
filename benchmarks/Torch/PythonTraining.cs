using System.Diagnostics;
using System.Globalization;

namespace MoECollab.Benchmarks.Torch;

/// <summary>A running python3-torch that trains on demand and says what CPU time it took.</summary>
internal sealed class PythonTraining : IDisposable
{
    private const string Interpreter = "/usr/bin/python3";
    private const string Script = "training_step.py";

    private readonly Process _process;

    private PythonTraining(Process process, string version)
    {
        _process = process;
        Version = version;
    }

    /// <summary>Version of the Python package.</summary>
    internal string Version { get; }

    /// <summary>Starts Debian's interpreter (or the one that MOE_PYTHON names); null where it has no torch.</summary>
    internal static PythonTraining? Start()
    {
        var interpreter = Environment.GetEnvironmentVariable("MOE_PYTHON") ?? Interpreter;
        if (!File.Exists(interpreter)) return null;
        var process = Process.Start(new ProcessStartInfo(interpreter, ["-c", ReadScript()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var version = process.StandardOutput.ReadLine();
        if (version is not null) return new PythonTraining(process, version);
        process.Dispose();
        return null;
    }

    /// <summary>CPU nanoseconds of so many steps.</summary>
    internal double Train(string optimizer, int steps)
    {
        _process.StandardInput.WriteLine($"{optimizer} {steps}");
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The Python side of the comparison has ended by itself.");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string ReadScript()
    {
        using var stream = typeof(PythonTraining).Assembly.GetManifestResourceStream(Script)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
