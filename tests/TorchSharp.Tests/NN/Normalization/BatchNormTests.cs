using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Normalization;

public sealed class BatchNormTests
{
    // b = nn.BatchNorm1d(2); x = torch.tensor([[1., 2.], [3., 6.], [5., 1.]]); b(x), b.running_mean, b.running_var; b.eval(); b(x)
    [Fact]
    public void Training_and_evaluation_equal_PyTorch()
    {
        using var scope = NewDisposeScope();
        using var norm = nn.BatchNorm1d(2);

        var trained = norm.call(Batch());
        norm.eval();
        var evaluated = norm.call(Batch());

        Values.AreClose([-1.22474265f, -0.46290952f, 0, 1.38872862f, 1.22474241f, -0.925819039f], trained);
        Values.AreClose([0.3f, 0.3f], norm.running_mean!);
        Values.AreClose([1.3f, 1.6f], norm.running_var!);
        Values.AreClose([0.613938272f, 1.34396386f, 2.36804771f, 4.50623178f, 4.1221571f, 0.553396881f], evaluated);
    }

    // b = nn.BatchNorm1d(2, momentum=None); b(x); b(x * 2); b.running_mean
    [Fact]
    public void Without_momentum_the_statistics_are_plain_means()
    {
        using var scope = NewDisposeScope();
        using var norm = nn.BatchNorm1d(2, momentum: null);

        norm.call(Batch());
        norm.call(Batch().mul(2));

        Values.AreClose([4.5f, 4.5f], norm.running_mean!);
        Assert.Equal(2, norm.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void Statistics_belong_to_the_state()
    {
        using var norm = nn.BatchNorm1d(2);

        norm.to(float64);

        Assert.Equal(["weight", "bias", "running_mean", "running_var", "num_batches_tracked"], norm.state_dict().Keys);
        Assert.Equal(float64, norm.running_var!.dtype);
        Assert.Equal(int64, norm.num_batches_tracked!.dtype);
    }

    [Fact]
    public void Input_of_a_wrong_rank_is_refused()
    {
        using var norm = nn.BatchNorm1d(2);
        using var input = zeros(2);

        Assert.Throws<ArgumentException>(() => norm.call(input));
    }

    [Fact]
    public void Fused_layer_computes_what_both_compute()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(3, 2);
        using var norm = nn.BatchNorm1d(2);
        var input = randn(8, 3);
        norm.call(linear.call(input));
        linear.eval();
        norm.eval();

        using var fused = nn.utils.fuse_linear_bn_eval(linear, norm);

        Assert.True(fused.call(input).allclose(norm.call(linear.call(input)), 1e-5, 1e-6));
        norm.train();
        Assert.Throws<ArgumentException>(() => nn.utils.fuse_linear_bn_eval(linear, norm));
    }

    private static Tensor Batch() => tensor(new float[,] { { 1, 2 }, { 3, 6 }, { 5, 1 } });
}
