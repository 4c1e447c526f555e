namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>The initial rate times a factor until <c>total_iters</c> epochs have passed.</summary>
                public class ConstantLR : LRScheduler
                {
                    private readonly double _factor;
                    private readonly int _totalIters;

                    /// <summary>A rate of <paramref name="factor"/> times the initial one for <paramref name="total_iters"/> epochs.</summary>
                    /// <exception cref="ArgumentException">The factor is not within 0 to 1.</exception>
                    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        if (factor is < 0 or > 1)
                            throw new ArgumentException($"Constant multiplicative factor expected to be between 0 and 1, got {factor}.");
                        (_factor, _totalIters) = (factor, total_iters);
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0)
                            return Rates.Select(rate => rate * _factor);
                        return Rates.Select(rate => _last_epoch == _totalIters ? rate / _factor : rate);
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(rate => rate * (_last_epoch >= _totalIters ? 1 : _factor));
                }
            }
        }
    }
}
