using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Torch.Tests;

/// <summary>A process that has touched nothing of TorchSharp yet, and may die: this test program, started again with a word in its environment.</summary>
internal static class TorchChild
{
    public const string Multiply = "multiply", MultiplyFatally = "multiply-fatally", Load = "load", SetThreads = "set-threads";

    private const string Variable = "MOE_TORCH_CHILD";

    /// <summary>Runs it; exit code 0 says that all was as expected.</summary>
    public static async Task<(int Code, string Error)> RunAsync(string what)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(typeof(TorchChild).Assembly.Location);
        start.Environment[Variable] = what;
        // A process that is to die leaves no dump.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }

    // Before the test runner's own entry point.
    [ModuleInitializer]
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } what)
            return;
        // The build's own initialiser may come later.
        Libtorch.LoadOnDemand();
        Environment.Exit(IsAsExpected(what) ? 0 : 1);
    }

    private static bool IsAsExpected(string what) => what switch
    {
        Multiply => ThrowsWhereShapesDiffer(),
        MultiplyFatally => MultipliesFatally(),
        Load => LoadsAtTheFirstStaticMember(),
        SetThreads => SetsThreads(),
        _ => false,
    };

    [SuppressMessage("ApiDesign", "RS0030", Justification = "What it does wrong is what is shown")]
    private static bool MultipliesFatally()
    {
        using var scope = NewDisposeScope();
        _ = ones(2, 3).matmul(ones(2, 3));
        return true;
    }

    private static bool ThrowsWhereShapesDiffer()
    {
        using var scope = NewDisposeScope();
        try
        {
            _ = ones(2, 3).mm(ones(2, 3));
            return false;
        }
        catch (ExternalException)
        {
            return true;
        }
    }

    private static bool LoadsAtTheFirstStaticMember()
    {
        var device = new Device(DeviceType.CPU);
        var before = Libtorch.IsLoaded;
        return !before && CPU.type == device.type && Libtorch.IsLoaded;
    }

    private static bool SetsThreads()
    {
        Libtorch.SetThreads(3);
        return !Libtorch.IsLoaded && get_num_threads() == 3;
    }
}
