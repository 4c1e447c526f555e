using System.Diagnostics;
using System.Globalization;

namespace MoECollab.Benchmarks.Serve;

/// <summary>The Python interpreter with what the comparison needs.</summary>
/// <param name="Interpreter">The program.</param>
/// <param name="Script">The script, written to a file.</param>
/// <param name="Versions">What is installed.</param>
internal sealed record PythonSide(string Interpreter, string Script, string Versions)
{
    /// <summary>How to install it.</summary>
    public const string HowToInstall = "apt-get install python3-fastapi uvicorn python3-torch python3-uvloop python3-httptools, or set MOE_PYTHON to an interpreter that has them";

    private const string Resource = "serve_benchmark.py";
    private const string Probe = "import fastapi, uvicorn, torch, uvloop, httptools; print('fastapi', fastapi.__version__, 'uvicorn', uvicorn.__version__, 'torch', torch.__version__)";

    /// <summary>Finds it; null where something is missing.</summary>
    /// <param name="folder">Where the script goes.</param>
    public static PythonSide? Find(string folder)
    {
        var interpreter = Environment.GetEnvironmentVariable("MOE_PYTHON") ?? "/usr/bin/python3";
        if (!File.Exists(interpreter) || Output(interpreter, ["-c", Probe]) is not { } versions)
            return null;
        var script = Path.Combine(folder, Resource);
        using var stream = typeof(PythonSide).Assembly.GetManifestResourceStream(Resource)!;
        using var file = File.Create(script);
        stream.CopyTo(file);
        return new PythonSide(interpreter, script, versions.Trim());
    }

    /// <summary>CPU microseconds of tokenising one text, alone.</summary>
    public double Tokenising(string weights, string labels, string texts) => Output(Interpreter, [Script, "tokenise", weights, labels, texts]) is { } told
        ? double.Parse(told, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException("The Python side could not tokenise.");

    private static string? Output(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var told = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? told : null;
    }
}
