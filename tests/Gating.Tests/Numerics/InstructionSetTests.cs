using MoECollab.Gating.Tests.Numerics.Panels;
using MoECollab.Gating.Tests.Scoring;
using MoECollab.Tests;

namespace MoECollab.Gating.Tests.Numerics;

public class InstructionSetTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public Task Numerics_hold_on_processors_with_fewer_instructions(string without) =>
        FewerInstructions.PassAsync(without, typeof(PackedMatrixTests), typeof(LargeProductsTests), typeof(SoftmaxTests), typeof(NetworkScorerTests), typeof(PanelWidthTests));
}
