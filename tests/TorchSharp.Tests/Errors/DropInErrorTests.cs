using System.Diagnostics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Errors;

/// <summary>What this repository's runtime promises beyond the original.</summary>
public sealed class DropInErrorTests
{
    private static readonly bool IsDropIn = typeof(Tensor).Assembly.GetName().Version == new Version(1, 0, 0, 0);

    [Fact]
    public void Errors_name_the_operator_and_the_shapes()
    {
        Assert.SkipUnless(IsDropIn, "the real TorchSharp gives libtorch's message alone");
        using var scope = NewDisposeScope();

        var failure = Assert.ThrowsAny<ExternalException>(() => zeros(2, 3) + zeros(2, 4));

        Assert.Contains("add.Tensor", failure.Message);
        Assert.Contains("Float32[2, 3]", failure.Message);
        Assert.Contains("Float32[2, 4]", failure.Message);
        Assert.DoesNotContain("\n", failure.Message);
    }

    [Fact]
    public async Task A_process_without_libtorch_is_told_what_to_install()
    {
        Assert.SkipUnless(IsDropIn, "the real TorchSharp brings its own libtorch");
        var folder = Directory.CreateTempSubdirectory();
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["--filter-method", "*Numbers_and_slices_give_views"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Insert(0, typeof(DropInErrorTests).Assembly.Location);
        start.Environment["LIBTORCH_HOME"] = folder.FullName;

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        folder.Delete();

        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("apt-get install libtorch-dev libopenblas0-openmp g++", output);
        Assert.Contains("LIBTORCH_HOME", output);
    }
}
