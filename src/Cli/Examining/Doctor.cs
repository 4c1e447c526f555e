using System.Diagnostics;
using System.Runtime.InteropServices;
using MoECollab.Errors;
using MoECollab.Torch;
using TorchSharp;

namespace MoECollab.Cli.Examining;

/// <summary>Looks at what MoECollab runs on, and says how to get what is missing.</summary>
internal static class Doctor
{
    public static IReadOnlyList<DoctorCheck> Examine() =>
    [
        new(".NET runtime", RuntimeInformation.FrameworkDescription, "https://dotnet.microsoft.com/download", Required: true),
        Tensors(out var isLoaded),
        new("CUDA", isLoaded && torch.cuda.is_available() ? $"{torch.cuda.device_count()} device(s)" : null, "an NVIDIA driver, and a build with -p:Torch=cuda-linux or LIBTORCH_HOME set to a libtorch with CUDA", Required: false),
        new("fastText (comparison)", Python("fasttext", "getattr(m, '__version__', 'installed')"), "apt-get install python3-fasttext", Required: false),
        new("PyTorch (comparison)", Python("torch", "m.__version__"), "apt-get install python3-torch", Required: false),
    ];

    private static DoctorCheck Tensors(out bool isLoaded)
    {
        const string name = "libtorch";
        try
        {
            var folder = Libtorch.Load();
            isLoaded = true;
            return new DoctorCheck(name, $"{folder.Version} in {folder.Path}", "", Required: true);
        }
        catch (MoECollabException refusal)
        {
            isLoaded = false;
            return new DoctorCheck(name, null, refusal.Message, Required: true);
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
