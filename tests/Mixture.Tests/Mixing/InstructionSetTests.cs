using MoECollab.Tests;

namespace MoECollab.Mixture.Tests.Mixing;

public class InstructionSetTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    public Task Host_memory_agrees_with_the_operators_on_processors_with_fewer_instructions(string without) =>
        FewerInstructions.PassAsync(without, typeof(HostMemoryBatchTests), typeof(DirectPathTests));
}
