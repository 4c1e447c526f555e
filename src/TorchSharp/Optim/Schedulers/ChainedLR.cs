namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Several schedulers, all stepped at every step.</summary>
                public class ChainedLR : LRScheduler
                {
                    private readonly List<LRScheduler> _schedulers;

                    /// <summary>A chain of schedulers of one optimizer.</summary>
                    /// <exception cref="ArgumentException">There is none, or they belong to different optimizers.</exception>
                    public ChainedLR(IEnumerable<LRScheduler> schedulers)
                    {
                        _schedulers = [.. schedulers];
                        if (_schedulers.Count == 0)
                            throw new ArgumentException("A chain of schedulers needs at least one.");
                        if (_schedulers.Any(scheduler => scheduler._optimizer != _schedulers[0]._optimizer))
                            throw new ArgumentException("The chained schedulers belong to different optimizers.");
                        Attach(_schedulers[0]._optimizer, -1, false);
                    }

                    /// <inheritdoc/>
                    public override void step(int? epoch)
                    {
                        foreach (var scheduler in _schedulers)
                            scheduler.step();
                        _last_lrs = [.. _schedulers[^1].get_last_lr()];
                    }
                }
            }
        }
    }
}
