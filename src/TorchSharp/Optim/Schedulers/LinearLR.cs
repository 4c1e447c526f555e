namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>From a start factor to an end factor of the initial rate, linearly over <c>total_iters</c> epochs.</summary>
                public class LinearLR : LRScheduler
                {
                    private readonly double _start;
                    private readonly double _end;
                    private readonly int _totalIters;

                    /// <summary>A rate from <paramref name="start_factor"/> to <paramref name="end_factor"/> times the initial one.</summary>
                    /// <exception cref="ArgumentException">A factor is out of range.</exception>
                    public LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1, int total_iters = 5, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        if (start_factor is <= 0 or > 1)
                            throw new ArgumentException($"Starting multiplicative factor expected to be greater than 0 and at most 1, got {start_factor}.");
                        if (end_factor is < 0 or > 1)
                            throw new ArgumentException($"Ending multiplicative factor expected to be between 0 and 1, got {end_factor}.");
                        (_start, _end, _totalIters) = (start_factor, end_factor, total_iters);
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0)
                            return Rates.Select(rate => rate * _start);
                        if (_last_epoch > _totalIters)
                            return Rates;
                        var change = (_end - _start) / ((_totalIters * _start) + ((_last_epoch - 1) * (_end - _start)));
                        return Rates.Select(rate => rate * (1 + change));
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(rate => rate * (_start + ((_end - _start) * Math.Min(_totalIters, _last_epoch) / _totalIters)));
                }
            }
        }
    }
}
