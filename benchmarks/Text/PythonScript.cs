using System.Diagnostics;
using System.Text.Json;

namespace MoECollab.Benchmarks.Text;

/// <summary>Runs a script of this assembly on Debian's Python, or on the interpreter that MOE_PYTHON names.</summary>
internal static class PythonScript
{
    private const string Interpreter = "/usr/bin/python3";

    /// <summary>Its one line of JSON; null where there is no interpreter, or not what the script imports.</summary>
    public static JsonElement? Run(string script, params string[] arguments)
    {
        var interpreter = Environment.GetEnvironmentVariable("MOE_PYTHON") ?? Interpreter;
        if (!File.Exists(interpreter))
            return null;
        using var process = Process.Start(new ProcessStartInfo(interpreter, ["-c", Read(script), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.BeginErrorReadLine();
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode != 0 || answer.Length == 0 ? null : JsonSerializer.Deserialize<JsonElement>(answer);
    }

    private static string Read(string script)
    {
        using var stream = typeof(PythonScript).Assembly.GetManifestResourceStream(script)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
