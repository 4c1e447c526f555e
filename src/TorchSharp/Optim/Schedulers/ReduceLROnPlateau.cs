namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Lowers the rate when a metric has stopped improving.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool _smallerIsBetter;
                    private readonly bool _relative;
                    private readonly double _factor;
                    private readonly int _patience;
                    private readonly double _threshold;
                    private readonly int _cooldown;
                    private readonly List<double> _minimums;
                    private readonly double _eps;
                    private double _best;
                    private int _badEpochs;
                    private int _cooldownLeft;

                    /// <summary>Times <paramref name="factor"/> after more than <paramref name="patience"/> epochs without improvement.</summary>
                    /// <param name="optimizer">Optimizer whose learning rates are set.</param>
                    /// <param name="mode">"min" or "max": which way the metric improves.</param>
                    /// <param name="factor">Below 1.</param>
                    /// <param name="patience">Epochs without improvement that are let pass.</param>
                    /// <param name="threshold">Least change that counts as an improvement.</param>
                    /// <param name="threshold_mode">"rel" (share of the best) or "abs".</param>
                    /// <param name="cooldown">Epochs after a reduction in which nothing is counted.</param>
                    /// <param name="min_lr">Lower bound per parameter group, or one for all; 0 when null.</param>
                    /// <param name="eps">A smaller change of the rate is not made.</param>
                    /// <param name="verbose">Whether to print every change.</param>
                    /// <exception cref="ArgumentException">A mode is unknown, the factor is 1 or more, or the bounds do not fit the groups.</exception>
                    public ReduceLROnPlateau(
                        Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4,
                        string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false)
                        : base(optimizer, 0, verbose)
                    {
                        if (factor >= 1)
                            throw new ArgumentException($"Factor should be below 1, got {factor}.");
                        if (mode is not ("min" or "max"))
                            throw new ArgumentException($"Mode is 'min' or 'max', got '{mode}'.");
                        if (threshold_mode is not ("rel" or "abs"))
                            throw new ArgumentException($"Threshold mode is 'rel' or 'abs', got '{threshold_mode}'.");

                        var groups = _base_lrs.Count;
                        _minimums = [.. min_lr ?? [0]];
                        if (_minimums.Count == 1)
                            _minimums = [.. Enumerable.Repeat(_minimums[0], groups)];
                        if (_minimums.Count != groups)
                            throw new ArgumentException($"Expected {groups} lower bounds, one per parameter group, got {_minimums.Count}.");

                        (_smallerIsBetter, _relative, _factor) = (mode == "min", threshold_mode == "rel", factor);
                        (_patience, _threshold, _cooldown, _eps) = (patience, threshold, cooldown, eps);
                        _best = _smallerIsBetter ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    /// <summary>Refused: this scheduler needs a metric.</summary>
                    /// <exception cref="InvalidOperationException">Always.</exception>
                    public override void step(int? epoch) =>
                        throw new InvalidOperationException("ReduceLROnPlateau needs a metric: call step(metric).");

                    /// <summary>Takes the metric of an epoch.</summary>
                    public override void step(double current, int? epoch = null)
                    {
                        _last_epoch = epoch ?? (_last_epoch + 1);
                        if (Improves(current))
                            (_best, _badEpochs) = (current, 0);
                        else
                            _badEpochs++;

                        if (_cooldownLeft > 0)
                            (_cooldownLeft, _badEpochs) = (_cooldownLeft - 1, 0);

                        if (_badEpochs > _patience)
                        {
                            Reduce();
                            (_cooldownLeft, _badEpochs) = (_cooldown, 0);
                        }
                        _last_lrs = [.. Rates];
                    }

                    private bool Improves(double current)
                    {
                        if (_smallerIsBetter)
                            return current < (_relative ? _best * (1 - _threshold) : _best - _threshold);
                        return current > (_relative ? _best * (1 + _threshold) : _best + _threshold);
                    }

                    private void Reduce()
                    {
                        foreach (var (index, group) in _optimizer.ParamGroups.Index())
                        {
                            var lowered = Math.Max(group.LearningRate * _factor, _minimums[index]);
                            if (group.LearningRate - lowered <= _eps)
                                continue;
                            group.LearningRate = lowered;
                            Announce(index, lowered);
                        }
                    }
                }
            }
        }
    }
}
