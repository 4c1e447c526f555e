using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;

namespace MoECollab.Cli.Repository;

/// <summary>Looks at what MoECollab runs on, and says how to get what is missing.</summary>
internal static class Doctor
{
    public static IReadOnlyList<DoctorCheck> Examine() =>
    [
        new(".NET runtime", RuntimeInformation.FrameworkDescription, "https://dotnet.microsoft.com/download", Required: true),
        new("g++", FirstLine("g++", "--version"), "apt-get install g++", Required: false),
        new("libtorch", Libtorch(), "apt-get install libtorch-dev, or set LIBTORCH_HOME", Required: true),
        new("BLAS", Blas(), "apt-get install libopenblas0-openmp (the reference BLAS is about 50 times slower)", Required: Environment.GetEnvironmentVariable("LIBTORCH_HOME") is null),
        new("CUDA", Cuda(), "a CUDA build of libtorch in LIBTORCH_HOME and an NVIDIA driver", Required: false),
        new("fastText (comparison)", Python("fasttext", "getattr(m, '__version__', 'installed')"), "apt-get install python3-fasttext", Required: false),
        new("PyTorch (comparison)", Python("torch", "m.__version__"), "apt-get install python3-torch", Required: false),
    ];

    private static string? Libtorch()
    {
        try
        {
            using var probe = torch.ones(1);
            return Environment.GetEnvironmentVariable("LIBTORCH_HOME") ?? FirstLine("dpkg-query", "-W", "-f", "${Package} ${Version}\n", "libtorch1.13", "libtorch2.6", "libtorch-dev") ?? "loaded";
        }
        catch (Exception fault) when (fault is DllNotFoundException or TypeInitializationException or ExternalException)
        {
            return null;
        }
    }

    private static string? Blas()
    {
        var library = Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu")
            .Select(folder => Path.Combine(folder, "libblas.so.3"))
            .Where(File.Exists)
            .Select(link => new FileInfo(link).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? link)
            .FirstOrDefault();
        return library is not null && new[] { "openblas", "mkl", "blis", "atlas" }.Any(library.Contains) ? library : null;
    }

    private static string? Cuda()
    {
        try
        {
            return torch.cuda.is_available() ? $"{torch.cuda.device_count()} device(s)" : null;
        }
        catch (Exception fault) when (fault is DllNotFoundException or TypeInitializationException or ExternalException)
        {
            return null;
        }
    }

    private static string? Python(string module, string version) =>
        FirstLine("/usr/bin/python3", "-c", $"import {module} as m; print({version})");

    private static string? FirstLine(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var line = process.StandardOutput.ReadLine();
            process.WaitForExit();
            return string.IsNullOrWhiteSpace(line) ? null : line;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
