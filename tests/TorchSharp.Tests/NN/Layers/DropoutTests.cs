using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Layers;

public sealed class DropoutTests
{
    // torch.manual_seed(1); F.dropout(torch.ones(8), .5)
    [Fact]
    public void Dropout_draws_the_stream_of_PyTorch()
    {
        using var dropout = nn.Dropout(0.5);
        using var input = ones(8);
        manual_seed(1);

        using var output = dropout.call(input);

        Values.AreClose([2.0f, 2.0f, 2.0f, 2.0f, 0.0f, 2.0f, 2.0f, 0.0f], output);
    }

    [Fact]
    public void Dropout_does_nothing_in_evaluation()
    {
        using var dropout = nn.Dropout(0.9);
        using var input = ones(100);
        dropout.eval();

        using var output = dropout.call(input);

        Assert.True(output.Equals(input));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Dropout_refuses_what_is_no_probability(double p)
    {
        Assert.Throws<ArgumentException>(() => nn.Dropout(p).Dispose());
    }
}
