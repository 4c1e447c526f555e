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
        var home = Environment.GetEnvironmentVariable("LIBTORCH_HOME") is { Length: > 0 } named ? named : null;
        var libraries = home is null ? null : LibrariesOf(home);
        if (home is not null && libraries is null)
            throw new DllNotFoundException($"LIBTORCH_HOME is '{home}', which holds no libtorch_cpu.so. To mend it: {Advice}");
        ThreadCount.HandOver();
        var library = Load(Path.Combine(Path.GetDirectoryName(assembly.Location) ?? AppContext.BaseDirectory, "libmoetorch.so"));
        var built = Text(library, "mt_libraries");
        if (libraries is not null && Path.GetFullPath(libraries) != Path.GetFullPath(built))
            throw new DllNotFoundException($"LIBTORCH_HOME is '{home}', but this build is for the libtorch in '{built}': build again with LIBTORCH_HOME set, or unset it.");
        WarnOfSlowBlas(library);
        return library;
    }

    private static nint Load(string file)
    {
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (DllNotFoundException missing)
        {
            throw new DllNotFoundException($"The tensor runtime cannot load libtorch ({missing.Message.Split('\n')[0].Trim()}). To mend it: {Advice}", missing);
        }
    }

    private static string? LibrariesOf(string home)
    {
        if (Directory.Exists(Path.Combine(home, "torch", "include"))) home = Path.Combine(home, "torch");
        var machine = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64";
        return new[] { "lib", "lib64", $"lib/{machine}-linux-gnu" }
            .Select(folder => Path.Combine(home, folder))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "libtorch_cpu.so")));
    }

    private static string Text(nint library, string export)
    {
        var read = (delegate* unmanaged<byte*>)NativeLibrary.GetExport(library, export);
        return Marshal.PtrToStringUTF8((nint)read()) ?? "";
    }

    // The reference BLAS is a hundred times slower than OpenBLAS and nothing else tells: Debian picks it when libtorch is installed alone.
    private static void WarnOfSlowBlas(nint library)
    {
        if (Environment.GetEnvironmentVariable("MOE_TORCH_QUIET") is { Length: > 0 }) return;
        var file = Text(library, "mt_blas");
        if (file.Contains("/blas/libblas.so", StringComparison.Ordinal))
            Console.Error.WriteLine($"Matrix products run on the slow reference BLAS ({file}): apt-get install libopenblas0-openmp. (MOE_TORCH_QUIET=1 silences this.)");
    }
}
