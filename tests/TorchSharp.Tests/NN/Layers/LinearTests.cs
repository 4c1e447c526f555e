using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Layers;

public sealed class LinearTests
{
    // torch.manual_seed(1); l = nn.Linear(3, 2); l.weight, l.bias, l(torch.tensor([[1., 2., 3.]]))
    [Fact]
    public void Linear_begins_with_the_values_of_PyTorch_for_the_same_seed()
    {
        manual_seed(1);

        using var linear = nn.Linear(3, 2);

        Values.AreClose([0.297487348f, -0.254829824f, -0.111925982f, 0.270990282f, -0.543538809f, 0.346246928f], linear.weight);
        Values.AreClose([-0.118775561f, 0.293723404f], linear.bias!);
    }

    [Fact]
    public void Forward_is_the_product_plus_the_bias()
    {
        manual_seed(1);
        using var linear = nn.Linear(3, 2);
        using var input = tensor(new float[,] { { 1, 2, 3 } });

        using var output = linear.call(input);

        Assert.Equal([1L, 2L], output.shape);
        Values.AreClose([-0.666725814f, 0.516376853f], output);
    }

    [Theory]
    [InlineData(new long[] { 3 }, new long[] { 2 })]
    [InlineData(new long[] { 5, 3 }, new long[] { 5, 2 })]
    [InlineData(new long[] { 4, 5, 3 }, new long[] { 4, 5, 2 })]
    public void Forward_keeps_the_leading_dimensions(long[] input, long[] expected)
    {
        using var linear = nn.Linear(3, 2);
        using var rows = zeros(input);

        using var output = linear.call(rows);

        Assert.Equal(expected, output.shape);
    }

    [Fact]
    public void Linear_without_bias_has_one_parameter()
    {
        using var linear = nn.Linear(3, 2, hasBias: false);

        Assert.Null(linear.bias);
        Assert.Equal(["weight"], linear.named_parameters().Select(entry => entry.name));
    }

    [Fact]
    public void Setting_the_weight_replaces_the_registered_parameter()
    {
        using var linear = nn.Linear(3, 2);

        linear.weight = nn.Parameter(ones(2, 3));

        Assert.Same(linear.weight, linear.get_parameter("weight"));
        using var sum = linear.weight.sum();
        Assert.Equal(6f, sum.item<float>());
    }

    [Fact]
    public void Forward_of_a_wrong_width_names_the_shapes()
    {
        using var linear = nn.Linear(3, 2);
        using var input = zeros(1, 4);

        var fault = Assert.ThrowsAny<Exception>(() => linear.call(input));

        Assert.Contains("1x4", fault.Message);
    }

    [Fact]
    public void Flatten_and_identity_keep_the_values()
    {
        using var input = arange(24, float32).reshape(2, 3, 4);
        using var flatten = nn.Flatten();
        using var identity = nn.Identity();

        using var flat = flatten.call(input);
        using var same = identity.call(input);

        Assert.Equal([2L, 12L], flat.shape);
        Assert.NotSame(input, same);
        Assert.True(same.Equals(input));
    }
}
