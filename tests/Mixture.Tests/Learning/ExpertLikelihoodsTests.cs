using MoECollab.Gating.Losses;
using MoECollab.Gating.Numerics;
using MoECollab.Mixture.Learning;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Tests.Learning;

public sealed class ExpertLikelihoodsTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Label_that_an_expert_lacks_has_probability_zero()
    {
        var targets = ExpertLikelihoods.Targets(["y", "q", "x"], new ClassSpace(["x", "y"]));
        var logits = tensor(new float[] { MathF.Log(1), MathF.Log(3), 0f, 0f, MathF.Log(4), MathF.Log(1) }, [3, 2]);

        var column = HostMemory.Read(ExpertLikelihoods.Column(logits, tensor(targets)));

        Assert.Equal([1L, -1L, 0L], targets);
        Assert.Equal(0.75f, column[0], 1e-6f);
        Assert.Equal(0f, column[1]);
        Assert.Equal(0.8f, column[2], 1e-6f);
    }

    [Fact]
    public void Joint_loss_reaches_gate_and_experts()
    {
        var gate = zeros(2, 2).requires_grad_();
        var first = zeros(2, 2).requires_grad_();
        var second = zeros(2, 3).requires_grad_();
        var likelihoods = cat([ExpertLikelihoods.Column(first, tensor(new long[] { 0, -1 })), ExpertLikelihoods.Column(second, tensor(new long[] { -1, 2 }))], 1);

        var loss = MixtureLoss.Task(gate, likelihoods);
        loss.backward();

        // −(log(½ · ½) + log(½ · ⅓)) / 2
        Assert.Equal(-(Math.Log(0.25) + Math.Log(1 / 6.0)) / 2, loss.item<float>(), 1e-5);
        Assert.Contains(HostMemory.Read(gate.grad!), value => value < -0.1f);
        Assert.Contains(HostMemory.Read(first.grad!), value => value < -0.1f);
        Assert.Contains(HostMemory.Read(second.grad!), value => value < -0.1f);
    }
}
