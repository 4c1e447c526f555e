namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>
            /// Sets the learning rate of each parameter group from the number of steps (epochs) made. A scheduler makes its
            /// first step, to epoch 0, when it is built.
            /// </summary>
            public abstract class LRScheduler
            {
                /// <summary>Steps made, the one of the constructor included.</summary>
                protected int _step_count;

                internal Optimizer _optimizer = null!;
                internal int _last_epoch = -1;
                internal List<double> _last_lrs = [];
                internal List<double> _base_lrs = [];
                private bool _verbose;

                /// <summary>A scheduler that is tied to its optimizer later.</summary>
                protected LRScheduler()
                {
                }

                /// <summary>A scheduler of one optimizer.</summary>
                /// <param name="optimizer">Optimizer whose learning rates are set.</param>
                /// <param name="last_epoch">Epoch to continue after; -1 to begin.</param>
                /// <param name="verbose">Whether to print every change.</param>
                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    Attach(optimizer, last_epoch, verbose);
                }

                private protected IEnumerable<double> Rates => _optimizer.ParamGroups.Select(group => group.LearningRate);

                /// <summary>Goes to the next epoch.</summary>
                public virtual void step() => step(null);

                /// <summary>Goes to the given epoch, or to the next one.</summary>
                public virtual void step(int? epoch)
                {
                    _step_count++;
                    _last_epoch = epoch ?? (_last_epoch + 1);
                    List<double> rates = [.. epoch is null ? get_lr() : get_closed_form_lr()];
                    foreach (var (index, group) in _optimizer.ParamGroups.Index())
                    {
                        group.LearningRate = rates[index];
                        if (_last_lrs[index] != rates[index])
                            Announce(index, rates[index]);
                    }
                    _last_lrs = rates;
                }

                /// <summary>Goes to an epoch with a metric, which most schedulers ignore.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>Rates of the last step, one per parameter group.</summary>
                public IEnumerable<double> get_last_lr() => _last_lrs;

                /// <summary>Rates of this epoch from those of the one before. Called once per step.</summary>
                protected virtual IEnumerable<double> get_lr() => Rates;

                /// <summary>Rates of this epoch from the epoch alone.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                private protected void Attach(Optimizer optimizer, int lastEpoch, bool verbose)
                {
                    (_optimizer, _last_epoch, _verbose) = (optimizer, lastEpoch, verbose);
                    _base_lrs = [.. optimizer.ParamGroups.Select(group => group.InitialLearningRate)];
                    _last_lrs = [.. Rates];
                }

                private protected void Announce(int group, double rate)
                {
                    if (_verbose)
                        Console.Out.WriteLine($"Adjusting learning rate of group {group} to {rate}");
                }

                private protected List<double> PerGroup(IEnumerable<double> values, string what)
                {
                    List<double> given = [.. values];
                    var groups = _base_lrs.Count;
                    if (given.Count == 1)
                        return [.. Enumerable.Repeat(given[0], groups)];
                    return given.Count == groups ? given : throw new ArgumentException($"Expected {groups} values of {what}, one per parameter group, got {given.Count}.");
                }
            }
        }
    }
}
