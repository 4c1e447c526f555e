using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Attention;

public sealed class TransformerTests
{
    // torch.manual_seed(1); t = nn.TransformerEncoderLayer(4, 2, 8, dropout=0.); t(x)[1, 0]
    [Fact]
    public void Layer_equals_PyTorch()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var layer = nn.TransformerEncoderLayer(4, 2, 8, dropout: 0);

        var output = layer.call(MultiheadAttentionTests.Sequence());

        Values.AreClose([0.0878022462f, -1.60725987f, 0.402936995f, 1.11652064f], output[1, 0]);
    }

    // torch.manual_seed(1); t = nn.TransformerEncoderLayer(4, 2, 8, dropout=0., activation='gelu')
    // nn.TransformerEncoder(t, 2)(x, mask=torch.triu(torch.ones(3, 3, dtype=torch.bool), 1))[2, 1]
    [Fact]
    public void Stack_equals_PyTorch()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var layer = nn.TransformerEncoderLayer(4, 2, 8, dropout: 0, activation: nn.Activations.GELU);
        using var encoder = nn.TransformerEncoder(layer, 2);

        var output = encoder.call(MultiheadAttentionTests.Sequence(), MultiheadAttentionTests.Later());

        Values.AreClose([0.21322535f, -1.57173276f, 0.149447218f, 1.20906019f], output[2, 1]);
        Assert.Equal(24, encoder.parameters().Count());
        Assert.Contains("layers.1.self_attn.out_proj.bias", encoder.state_dict().Keys);
    }

    [Fact]
    public void Stack_learns_and_leaves_no_tensor_behind()
    {
        var before = LiveTensors.Count;

        using (NewDisposeScope())
        using (var layer = nn.TransformerEncoderLayer(4, 2, 8))
        using (var encoder = nn.TransformerEncoder(layer, 2))
        using (var adam = optim.Adam(encoder.parameters()))
        {
            encoder.call(MultiheadAttentionTests.Sequence()).square().mean().backward();
            adam.step();
            Assert.All(encoder.parameters(), parameter => Assert.NotNull(parameter.grad));
        }

        Assert.Equal(before, LiveTensors.Count);
    }
}
