namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>A polynomial decay to zero over <c>total_iters</c> epochs.</summary>
                public class PolynomialLR : LRScheduler
                {
                    private readonly int _totalIters;
                    private readonly double _power;

                    /// <summary>A decay to zero over <paramref name="total_iters"/> epochs, as the given power.</summary>
                    public PolynomialLR(Optimizer optimizer, int total_iters = 5, double power = 1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_totalIters, _power) = (total_iters, power);
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0 || _last_epoch > _totalIters)
                            return Rates;
                        var decay = Math.Pow((1 - ((double)_last_epoch / _totalIters)) / (1 - ((_last_epoch - 1.0) / _totalIters)), _power);
                        return Rates.Select(rate => rate * decay);
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(rate => rate * Math.Pow(1 - ((double)Math.Min(_totalIters, _last_epoch) / _totalIters), _power));
                }
            }
        }
    }
}
