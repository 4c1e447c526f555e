using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Normalization;

public sealed class LayerNormTests
{
    // nn.LayerNorm(4)(torch.tensor([[1., 2., 3., 6.]]))
    [Fact]
    public void Forward_equals_PyTorch()
    {
        using var norm = nn.LayerNorm(4);
        using var input = tensor(new float[,] { { 1, 2, 3, 6 } });

        using var output = norm.call(input);

        Values.AreClose([-1.0690434f, -0.534521699f, 0.0f, 1.6035651f], output);
    }

    [Fact]
    public void Rows_have_mean_zero_and_variance_one()
    {
        using var scope = NewDisposeScope();
        using var norm = nn.LayerNorm([3, 4]);
        var input = randn(5, 3, 4).mul(7).add(3);

        var output = norm.call(input);

        Values.AreClose(new float[5], output.mean([1, 2]), 1e-5f);
        Values.AreClose([1, 1, 1, 1, 1], output.var([1, 2], unbiased: false), 1e-3f);
    }

    [Fact]
    public void Scale_and_shift_are_optional()
    {
        using var plain = nn.LayerNorm(4, elementwise_affine: false);
        using var scaled = nn.LayerNorm(4, bias: false);

        Assert.Empty(plain.parameters());
        Assert.Equal(["weight"], scaled.named_parameters().Select(entry => entry.name));
    }
}
