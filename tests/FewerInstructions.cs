using System.Diagnostics;
using System.Runtime.Intrinsics.X86;

namespace MoECollab.Tests;

/// <summary>Test classes of this project, run once more in a process of their own that may not use all of the processor's instructions; linked into every test project.</summary>
internal static class FewerInstructions
{
    /// <summary>Runs them; fails with what the process said where one of them fails.</summary>
    /// <param name="without">The runtime's switch that is set to 0, such as <c>DOTNET_EnableAVX512</c>.</param>
    /// <param name="classes">Test classes of this project.</param>
    public static async Task PassAsync(string without, params Type[] classes)
    {
        Assert.SkipUnless(X86Base.IsSupported, $"{without} says nothing to this processor; it has the narrow instructions only");
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(FewerInstructions).Assembly.Location);
        foreach (var argument in (string[])["--filter-class", .. classes.Select(type => type.FullName!)])
            start.ArgumentList.Add(argument);
        start.Environment[without] = "0";

        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, said);
    }
}
