using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;

namespace MoECollab.TorchSharp.Tests.Optim;

public sealed class SchedulerTests
{
    // o = torch.optim.SGD([w], lr=1., momentum=.9); s = StepLR(o, 2, .5), ...; the rate at first and after each of 6 steps
    public static TheoryData<string, Func<optim.Optimizer, LRScheduler>, double[]> Schedulers => new()
    {
        { "StepLR(o, 2, 0.5)", o => StepLR(o, 2, 0.5), [1.0, 1.0, 0.5, 0.5, 0.25, 0.25, 0.125] },
        { "MultiStepLR(o, [1, 3, 3], 0.5)", o => MultiStepLR(o, [1, 3, 3], 0.5), [1.0, 0.5, 0.5, 0.125, 0.125, 0.125, 0.125] },
        { "ConstantLR(o, 0.5, 3)", o => ConstantLR(o, 0.5, 3), [0.5, 0.5, 0.5, 1.0, 1.0, 1.0, 1.0] },
        { "LinearLR(o, 0.25, 1, 4)", o => LinearLR(o, 0.25, 1, 4), [0.25, 0.4375, 0.625, 0.8125, 1.0, 1.0, 1.0] },
        { "ExponentialLR(o, 0.5)", o => ExponentialLR(o, 0.5), [1.0, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625] },
        { "PolynomialLR(o, 4, 2)", o => PolynomialLR(o, 4, 2), [1.0, 0.5625, 0.25, 0.0625, 0.0, 0.0, 0.0] },
        { "CosineAnnealingLR(o, 3, 0.1)", o => CosineAnnealingLR(o, 3, 0.1), [1.0, 0.775, 0.3250000000000001, 0.1, 0.32499999999999996, 0.7750000000000005, 1.0000000000000007] },
        { "LambdaLR(o, epoch => 1.0 / (1 + epoch))", o => LambdaLR(o, epoch => 1.0 / (1 + epoch)), [1.0, 0.5, 0.3333333333333333, 0.25, 0.2, 0.16666666666666666, 0.14285714285714285] },
        { "MultiplicativeLR(o, _ => 0.9)", o => MultiplicativeLR(o, _ => 0.9), [1.0, 0.9, 0.81, 0.7290000000000001, 0.6561000000000001, 0.5904900000000002, 0.5314410000000002] },
        { "CyclicLR(o, 0.1, 1, 2, 3)", o => CyclicLR(o, 0.1, 1, 2, 3), [0.1, 0.5499999999999999, 0.9999999999999998, 0.6999999999999998, 0.3999999999999999, 0.1, 0.5500000000000004] },
        { "CyclicLR(o, 0.1, 1, 1, mode: impl.CyclicLR.Mode.Triangular2)", o => CyclicLR(o, 0.1, 1, 1, mode: impl.CyclicLR.Mode.Triangular2), [0.1, 1.0, 0.1, 0.55, 0.1, 0.325, 0.1] },
        { "OneCycleLR(o, 1, total_steps: 8)", o => OneCycleLR(o, 1, total_steps: 8), [0.040000000000000036, 0.819275104892192, 0.9719417773875232, 0.811745653949763, 0.5559840141227016, 0.28306099820869923, 0.0766415938342564] },
        { "OneCycleLR(o, 1, total_steps: 8, three_phase: true, anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear)", o => OneCycleLR(o, 1, total_steps: 8, three_phase: true, anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear), [0.04, 0.7257142857142858, 0.5885714285714285, 0.03809542857142857, 0.028572571428571426, 0.019049714285714284, 0.009526857142857142] },
        { "SequentialLR(o, [ConstantLR(o, 0.5, 2), ExponentialLR(o, 0.5)], [3])", o => SequentialLR(o, [ConstantLR(o, 0.5, 2), ExponentialLR(o, 0.5)], [3]), [0.5, 0.5, 1.0, 1.0, 0.5, 0.25, 0.125] },
        { "ChainedLR([ConstantLR(o, 0.5, 2), ExponentialLR(o, 0.5)])", o => ChainedLR([ConstantLR(o, 0.5, 2), ExponentialLR(o, 0.5)]), [0.5, 0.25, 0.25, 0.125, 0.0625, 0.03125, 0.015625] },
    };

    [Theory]
    [MemberData(nameof(Schedulers), DisableDiscoveryEnumeration = true)]
    public void Rates_equal_those_of_PyTorch(string name, Func<optim.Optimizer, LRScheduler> create, double[] expected)
    {
        using var w = nn.Parameter(torch.zeros(1));
        using var descent = optim.SGD([w], 1, momentum: 0.9);

        var scheduler = create(descent);
        List<double> rates = [descent.ParamGroups.Single().LearningRate];
        for (var i = 0; i < 6; i++)
        {
            descent.step();
            scheduler.step();
            rates.Add(descent.ParamGroups.Single().LearningRate);
        }

        Assert.NotEmpty(name);
        Assert.Equal(expected, rates, (left, right) => Math.Abs(left - right) < 1e-9);
        Assert.Equal(rates[^1], scheduler.get_last_lr().Single());
    }

    [Fact]
    public void Closed_form_goes_to_any_epoch()
    {
        using var w = nn.Parameter(torch.zeros(1));
        using var descent = optim.SGD([w], 1);

        CosineAnnealingLR(descent, 10).step(5);
        Assert.Equal(0.5, descent.ParamGroups.Single().LearningRate, 12);

        StepLR(descent, 2, 0.5).step(5);
        Assert.Equal(0.25, descent.ParamGroups.Single().LearningRate, 12);
    }

    [Fact]
    public void Cycle_moves_momentum_the_other_way()
    {
        using var w = nn.Parameter(torch.zeros(1));
        using var descent = optim.SGD([w], 1, momentum: 0.5);
        using var adam = optim.Adam([w]);

        var up = CyclicLR(descent, 0.1, 1, 2);
        OneCycleLR(adam, 1, total_steps: 10);
        up.step();
        up.step();

        Assert.Equal(0.8, ((optim.IMomentum)descent.ParamGroups.Single()).Momentum, 12);
        Assert.Equal(0.95, ((optim.IBetas)adam.ParamGroups.Single()).Betas.Item1, 12);
    }

    [Fact]
    public void Plateau_lowers_the_rate_after_its_patience()
    {
        using var w = nn.Parameter(torch.zeros(1));
        using var descent = optim.SGD([w], 1);
        var scheduler = ReduceLROnPlateau(descent, factor: 0.5, patience: 1, min_lr: [0.3]);
        double[] metrics = [3, 2, 2, 2, 2, 2, 2, 2];
        List<double> rates = [];

        foreach (var metric in metrics)
        {
            scheduler.step(metric);
            rates.Add(descent.ParamGroups.Single().LearningRate);
        }

        Assert.Equal([1, 1, 1, 0.5, 0.5, 0.3, 0.3, 0.3], rates);
        Assert.Throws<InvalidOperationException>(() => scheduler.step());
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        using var w = nn.Parameter(torch.zeros(1));
        using var descent = optim.SGD([w], 1);

        Assert.Throws<ArgumentException>(() => ConstantLR(descent, factor: 2));
        Assert.Throws<ArgumentException>(() => LinearLR(descent, start_factor: 0));
        Assert.Throws<ArgumentException>(() => OneCycleLR(descent, 1));
        Assert.Throws<ArgumentException>(() => SequentialLR(descent, [StepLR(descent, 1)], [1]));
        Assert.Throws<ArgumentException>(() => ReduceLROnPlateau(descent, mode: "up"));
        Assert.Throws<ArgumentException>(() => CyclicLR(descent, [0.1, 0.2], [1.0, 1.0, 1.0]));
    }
}
