using System.Runtime.Intrinsics;
using MoECollab.Gating.Numerics.Panels;

namespace MoECollab.Gating.Tests.Numerics.Panels;

public class PanelWidthTests
{
    [Fact]
    public void Panels_are_two_registers_wide_of_the_widest_kind_that_may_be_used()
    {
        string[] switches = ["DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic"];
        var isNarrow = switches.Any(name => Environment.GetEnvironmentVariable(name) == "0") || !Vector512.IsHardwareAccelerated;

        Assert.Equal(isNarrow ? 16 : 32, PackedMatrix.Width);
    }
}
