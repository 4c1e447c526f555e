using static TorchSharp.torch.optim;

namespace TorchSharp;

/// <summary>Sets the momentum (or the first beta) of each parameter group while a scheduler cycles its rate.</summary>
internal sealed class MomentumCycle
{
    private readonly List<ILearningRateController> _groups;
    private readonly List<double> _lowest;
    private readonly List<double> _highest;

    /// <exception cref="ArgumentException">A group has neither momentum nor betas.</exception>
    public MomentumCycle(Optimizer optimizer, List<double> lowest, List<double> highest)
    {
        _groups = [.. optimizer.ParamGroups];
        (_lowest, _highest) = (lowest, highest);
        if (!_groups.TrueForAll(group => group is IMomentum or IBetas))
        {
            throw new ArgumentException(
                "optimizer must support momentum or betas with `cycle_momentum` option enabled; pass cycle_momentum: false.");
        }
        Set((_, high) => high);
    }

    public void Set(Func<double, double, double> momentum)
    {
        for (var i = 0; i < _groups.Count; i++)
        {
            var value = momentum(_lowest[i], _highest[i]);
            if (_groups[i] is IBetas betas)
                betas.Betas = (value, betas.Betas.Item2);
            else
                ((IMomentum)_groups[i]).Momentum = value;
        }
    }
}
