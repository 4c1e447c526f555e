using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Attention;

public sealed class MultiheadAttentionTests
{
    // torch.manual_seed(1); m = nn.MultiheadAttention(4, 2); x = torch.arange(24.).reshape(3, 2, 4) / 10; o, w = m(x, x, x)
    [Fact]
    public void Attention_equals_PyTorch()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var attention = nn.MultiheadAttention(4, 2);
        var x = Sequence();

        var (output, weights) = attention.call(x, x, x);

        Values.AreClose([-0.228051335f, -0.369849294f, -0.102643207f, -0.264141172f], attention.get_parameter("in_proj_weight")![0]);
        Values.AreClose([0.090349935f, -1.15390801f, 0.361003697f, 0.249493539f], output[2, 1]);
        Values.AreClose([0.265043437f, 0.325076163f, 0.40988043f, 0.209761381f, 0.297317088f, 0.492921531f, 0.177744657f, 0.262986541f, 0.559268832f], weights[1]);
    }

    // m(x, x, x, attn_mask=torch.triu(torch.ones(3, 3, dtype=torch.bool), 1), key_padding_mask=[[F, F, T], [F, F, F]])
    [Fact]
    public void Masked_positions_have_no_weight()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var attention = nn.MultiheadAttention(4, 2);
        var x = Sequence();
        var padding = tensor(new[,] { { false, false, true }, { false, false, false } });

        var (output, weights) = attention.call(x, x, x, padding, attn_mask: Later());

        Values.AreClose([0.0423989929f, -0.465882599f, 0.156029359f, 0.095034197f], output[2, 0]);
        Values.AreClose([1.0f, 0.0f, 0.0f, 0.415668815f, 0.584331155f, 0.0f, 0.363427997f, 0.636572003f, 0.0f], weights[0]);
    }

    [Fact]
    public void Weights_are_left_out_where_nobody_needs_them()
    {
        using var scope = NewDisposeScope();
        using var attention = nn.MultiheadAttention(4, 2, add_bias_kv: true, add_zero_attn: true);
        var x = Sequence();

        var (output, weights) = attention.call(x, x, x, need_weights: false, attn_mask: Later());

        Assert.Equal([3L, 2L, 4L], output.shape);
        Assert.Null(weights);
    }

    [Fact]
    public void Keys_and_values_may_have_sizes_of_their_own()
    {
        using var scope = NewDisposeScope();
        using var attention = nn.MultiheadAttention(4, 2, kdim: 3, vdim: 5);

        var (output, weights) = attention.call(rand(2, 1, 4), rand(6, 1, 3), rand(6, 1, 5));

        Assert.Equal([2L, 1L, 4L], output.shape);
        Assert.Equal([1L, 2L, 6L], weights.shape);
        Assert.Contains("v_proj_weight", attention.state_dict().Keys);
    }

    [Fact]
    public void Heads_that_do_not_divide_the_embedding_are_refused()
    {
        Assert.Throws<ArgumentException>(() => nn.MultiheadAttention(5, 2).Dispose());
    }

    internal static Tensor Sequence() => arange(24, float32).reshape(3, 2, 4).div(10);

    internal static Tensor Later() => ones(3, 3).triu(1).to(@bool);
}
