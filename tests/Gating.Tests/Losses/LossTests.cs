using MoECollab.Gating.Losses;
using MoECollab.Gating.Tests.Doubles;
using MoECollab.Training;
using static TorchSharp.torch;

namespace MoECollab.Gating.Tests.Losses;

public sealed class LossTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    // gates of two inputs: (1/4, 3/4) and (1/2, 1/2); mean (3/8, 5/8)
    private static Tensor Logits() => tensor(new float[] { MathF.Log(1), MathF.Log(3), 0f, 0f }, [2, 2]);

    [Fact]
    public void Task_loss_is_the_mixtures_negative_log_likelihood()
    {
        var likelihoods = tensor(new float[] { 0.8f, 0.4f, 0f, 0.6f }, [2, 2]);

        var loss = MixtureLoss.Task(Logits(), likelihoods).item<float>();

        // .25·.8 + .75·.4 = .5 and .5·.6 = .3
        Assert.Equal(-(Math.Log(0.5) + Math.Log(0.3)) / 2, loss, 1e-5);
    }

    [Fact]
    public void Regularised_loss_adds_the_signed_terms()
    {
        var likelihoods = ones(2, 2);
        var entropy = ((-((0.25 * Math.Log(0.25)) + (0.75 * Math.Log(0.75)))) + Math.Log(2)) / 2;
        var divergence = (0.375 * Math.Log(0.75)) + (0.625 * Math.Log(1.25));

        var loss = MixtureLoss.Regularised(Logits(), likelihoods, entropy: -0.5, uniformity: 2).item<float>();

        Assert.Equal((-0.5 * entropy) + (2 * divergence), loss, 1e-5);
    }

    [Fact]
    public void Auxiliary_losses_agree_with_their_equations()
    {
        var statistics = MixtureLoss.Statistics(Logits(), 1);

        // chosen: the second, and on a tie the first or second alike: f depends on it, so set it
        statistics = statistics with { Selected = tensor(new float[] { 0f, 1f, 1f, 0f }, [2, 2]) };

        Assert.Equal(2 * ((0.5 * 0.375) + (0.5 * 0.625)), Value("switch-balance", statistics), 1e-5);
        Assert.Equal(((Math.Log(4) * Math.Log(4)) + (Math.Log(2) * Math.Log(2))) / 2, Value("z-loss", statistics), 1e-5);
        Assert.Equal((0.125 * 0.125) / (0.5 * 0.5), Value("importance", statistics), 1e-5); // importance .75, 1.25
        Assert.Equal((0.375 * Math.Log(0.75)) + (0.625 * Math.Log(1.25)), Value("kl", statistics), 1e-5);
    }

    [Fact]
    public void Masked_experts_leave_losses_and_gradients_finite()
    {
        var logits = tensor(new float[] { float.NegativeInfinity, 1f, 2f, 0f, float.NegativeInfinity, 1f }, [2, 3]);
        logits.requires_grad = true;

        var loss = MixtureLoss.Regularised(logits, full([2, 3], 0.5f), 0.3, 0.7);
        loss.backward();

        Assert.True(float.IsFinite(loss.item<float>()));
        Assert.All(Gating.Numerics.HostMemory.Read(logits.grad!), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Balance_gradient_passes_through_the_probabilities_only()
    {
        var logits = Logits();
        logits.requires_grad = true;
        var statistics = MixtureLoss.Statistics(logits, 1) with { Selected = tensor(new float[] { 0f, 1f, 0f, 1f }, [2, 2]) };

        new SwitchBalanceLoss().Compute(statistics).backward();

        Assert.False(statistics.Selected.requires_grad);
        Assert.Contains(Gating.Numerics.HostMemory.Read(logits.grad!), value => value != 0);
    }

    [Theory]
    [InlineData("constant", 0.3, 1)]
    [InlineData("linear", 0.25, 0.75)]
    [InlineData("cosine", 0.5, 0.5)]
    [InlineData("cosine", 1, 0)]
    public void Schedules_follow_their_curves(string kind, double progress, double factor)
    {
        Assert.Equal(factor, Make.Component<ISchedule>(kind).Factor(progress), 1e-6);
    }

    private static double Value(string kind, RoutingStatistics statistics) => Make.Component<IAuxiliaryLoss>(kind).Compute(statistics).item<float>();
}
