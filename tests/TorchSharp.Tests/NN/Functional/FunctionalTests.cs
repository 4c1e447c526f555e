using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Functional;

public sealed class FunctionalTests
{
    // softmax(q @ q.T / sqrt(4)) @ q with q = torch.arange(12.).reshape(1, 3, 4) / 10
    [Fact]
    public void Attention_is_a_mean_of_the_values()
    {
        using var scope = NewDisposeScope();
        var q = arange(12, float32).reshape(1, 3, 4).div(10);

        var all = nn.functional.scaled_dot_product_attention(q, q, q);
        var before = nn.functional.scaled_dot_product_attention(q, q, q, is_casual: true);
        var masked = nn.functional.scaled_dot_product_attention(q, q, q, ones(3, 3).tril().to(@bool));

        Values.AreClose([0.431923449f, 0.531923413f, 0.631923437f, 0.731923461f, 0.513699532f, 0.613699555f, 0.713699579f, 0.813699603f, 0.585317373f, 0.685317397f, 0.785317421f, 0.885317385f], all);
        Values.AreClose([0.0f, 0.100000001f, 0.200000003f, 0.300000012f, 0.243303612f, 0.343303621f, 0.443303615f, 0.543303609f, 0.585317373f, 0.685317397f, 0.785317421f, 0.885317385f], before);
        Values.AreClose([0.0f, 0.100000001f, 0.200000003f, 0.300000012f, 0.243303612f, 0.343303621f, 0.443303615f, 0.543303609f, 0.585317373f, 0.685317397f, 0.785317421f, 0.885317385f], masked);
        Assert.Throws<ArgumentException>(() => nn.functional.scaled_dot_product_attention(q, q, q, q, is_casual: true));
    }

    [Fact]
    public void Normalize_gives_rows_of_norm_one()
    {
        using var scope = NewDisposeScope();

        Values.AreClose([0.6f, 0.8f, 0, 0], nn.functional.normalize(tensor(new float[,] { { 3, 4 }, { 0, 0 } })));
    }

    [Fact]
    public void One_hot_has_a_single_one()
    {
        using var scope = NewDisposeScope();

        var rows = nn.functional.one_hot(tensor(new long[] { 0, 2 }), 3);

        Assert.Equal(ScalarType.Int64, rows.dtype);
        Values.AreClose([1, 0, 0, 0, 0, 1], rows);
    }

    [Fact]
    public void Pad_adds_to_the_last_dimensions()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[,] { { 1, 2, 3 } });

        Values.AreClose([0, 1, 2, 3, 0, 0], nn.functional.pad(x, (1, 2)));
        Values.AreClose([2, 1, 2, 3], nn.functional.pad(x, (1, 0), PaddingModes.Reflect));
        Assert.Equal([3L, 5L], nn.functional.pad(x, 1, value: 9).shape);
    }
}
