namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Schedulers that follow one another at given epochs.</summary>
                public class SequentialLR : LRScheduler
                {
                    private readonly List<LRScheduler> _schedulers;
                    private readonly List<int> _milestones;

                    /// <summary>The first scheduler until the first milestone, then the second, and so on.</summary>
                    /// <exception cref="ArgumentException">Not exactly one milestone fewer than schedulers, or different optimizers.</exception>
                    public SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1)
                        : base(optimizer, last_epoch + 1, false)
                    {
                        _schedulers = [.. schedulers];
                        _milestones = [.. milestones];
                        if (_milestones.Count != _schedulers.Count - 1)
                            throw new ArgumentException($"{_schedulers.Count} schedulers need {_schedulers.Count - 1} milestones, got {_milestones.Count}.");
                        if (_schedulers.Any(scheduler => scheduler._optimizer != optimizer))
                            throw new ArgumentException("The schedulers belong to another optimizer.");

                        // Every scheduler made its first step when it was built: take those back, then let the first one alone begin.
                        foreach (var group in optimizer.ParamGroups)
                            group.LearningRate = group.InitialLearningRate;
                        foreach (var scheduler in _schedulers)
                            scheduler._last_epoch--;
                        _schedulers[0].step();
                        _last_lrs = [.. _schedulers[0].get_last_lr()];
                    }

                    /// <inheritdoc/>
                    public override void step(int? epoch)
                    {
                        _last_epoch = epoch ?? (_last_epoch + 1);
                        var current = _milestones.Count(milestone => milestone <= _last_epoch);
                        var scheduler = _schedulers[current];
                        if (current > 0 && _milestones[current - 1] == _last_epoch)
                            scheduler.step(0);
                        else
                            scheduler.step();
                        _last_lrs = [.. scheduler.get_last_lr()];
                    }
                }
            }
        }
    }
}
