using System.Diagnostics;

namespace MoECollab.Gating.Tests.Numerics;

public class InstructionSetTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Numerics_hold_on_processors_with_fewer_instructions(string without)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(InstructionSetTests).Assembly.Location);
        foreach (var argument in (string[])["--filter-class", "*.PackedMatrixTests", "*.SoftmaxTests", "*.NetworkScorerTests", "*.PanelWidthTests"])
            start.ArgumentList.Add(argument);
        start.Environment[without] = "0";

        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, said);
    }
}
