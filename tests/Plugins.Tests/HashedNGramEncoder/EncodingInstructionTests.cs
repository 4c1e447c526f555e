using MoECollab.Tests;

namespace MoECollab.Plugins.Tests.HashedNGramEncoder;

/// <summary>The encoder chooses its instructions when it is compiled, so another choice needs a process of its own.</summary>
public class EncodingInstructionTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    public Task Encoder_says_the_same_on_narrower_registers(string without) => FewerInstructions.PassAsync(without, typeof(HashedNGramEncodingTests));
}
