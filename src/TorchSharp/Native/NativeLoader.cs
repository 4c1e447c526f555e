using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>Finds the native half beside this assembly and says in one sentence what to install when libtorch is missing.</summary>
internal static unsafe class NativeLoader
{
    private const string Advice =
        "apt-get install libtorch-dev libopenblas0-openmp g++, or set LIBTORCH_HOME to a libtorch with include/ and lib/, and build again.";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The resolver must be in place before the first native call, whichever member makes it")]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLoader).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != NativeMethods.Library) return 0;
        if (Environment.GetEnvironmentVariable("LIBTORCH_HOME") is { Length: > 0 } home && !HoldsLibtorch(home))
            throw new DllNotFoundException($"LIBTORCH_HOME is '{home}', which holds no libtorch_cpu.so. To mend it: {Advice}");
        var file = Path.Combine(Path.GetDirectoryName(assembly.Location) ?? AppContext.BaseDirectory, "libmoetorch.so");
        try
        {
            var library = NativeLibrary.Load(file);
            WarnOfSlowBlas(library);
            return library;
        }
        catch (DllNotFoundException missing)
        {
            throw new DllNotFoundException($"The tensor runtime cannot load libtorch ({missing.Message.Split('\n')[0].Trim()}). To mend it: {Advice}", missing);
        }
    }

    private static bool HoldsLibtorch(string home) =>
        new[] { "lib", "lib64", $"lib/{RuntimeInformation.ProcessArchitecture switch { Architecture.Arm64 => "aarch64", _ => "x86_64" }}-linux-gnu", "torch/lib" }
            .Any(folder => File.Exists(Path.Combine(home, folder, "libtorch_cpu.so")));

    // The reference BLAS is a hundred times slower than OpenBLAS and nothing else tells: Debian picks it when libtorch is installed alone.
    private static void WarnOfSlowBlas(nint library)
    {
        if (Environment.GetEnvironmentVariable("MOE_TORCH_QUIET") is { Length: > 0 }) return;
        var blas = (delegate* unmanaged<byte*>)NativeLibrary.GetExport(library, "mt_blas");
        var file = Marshal.PtrToStringUTF8((nint)blas()) ?? "";
        if (file.Contains("/blas/libblas.so", StringComparison.Ordinal))
            Console.Error.WriteLine($"Matrix products run on the slow reference BLAS ({file}): apt-get install libopenblas0-openmp. (MOE_TORCH_QUIET=1 silences this.)");
    }
}
