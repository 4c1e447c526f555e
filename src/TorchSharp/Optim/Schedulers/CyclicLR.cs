namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Between a base and a maximal rate, up and down (Smith 2017), with momentum the other way round.</summary>
                public class CyclicLR : LRScheduler
                {
                    private readonly List<double> _lowest;
                    private readonly List<double> _highest;
                    private readonly MomentumCycle? _momentum;
                    private readonly double _cycleLength;
                    private readonly double _upShare;
                    private readonly Func<double, double> _scale;
                    private readonly bool _scaleByCycle;

                    /// <summary>Shape of the cycle's amplitude.</summary>
                    public enum Mode
                    {
                        /// <summary>The same in every cycle.</summary>
                        Triangular,

                        /// <summary>Halved from cycle to cycle.</summary>
                        Triangular2,

                        /// <summary>Times gamma from step to step.</summary>
                        ExpRange,
                    }

                    /// <summary>What a custom scale function is given.</summary>
                    public enum ScaleMode
                    {
                        /// <summary>The number of the cycle, from 1.</summary>
                        Cycle,

                        /// <summary>The number of the step.</summary>
                        Iterations,
                    }

                    /// <summary>The same bounds for every parameter group.</summary>
                    public CyclicLR(
                        Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1,
                        Mode mode = Mode.Triangular, double gamma = 1, Func<double, double>? scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle,
                        bool cycle_momentum = true, double base_momentum = 0.8, double max_momentum = 0.9, int last_epoch = -1, bool verbose = false)
                        : this(
                            optimizer, [base_lr], [max_lr], step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode,
                            cycle_momentum, [base_momentum], [max_momentum], last_epoch, verbose)
                    {
                    }

                    /// <summary>Bounds per parameter group, or one for all.</summary>
                    public CyclicLR(
                        Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000, int step_size_down = -1,
                        Mode mode = Mode.Triangular, double gamma = 1, Func<double, double>? scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle,
                        bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null,
                        int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _lowest = PerGroup(base_lr, nameof(base_lr));
                        _highest = PerGroup(max_lr, nameof(max_lr));
                        double down = step_size_down == -1 ? step_size_up : step_size_down;
                        (_cycleLength, _upShare) = (step_size_up + down, step_size_up / (step_size_up + down));
                        _scaleByCycle = scale_fn is null ? mode != Mode.ExpRange : scale_mode == ScaleMode.Cycle;
                        _scale = scale_fn ?? mode switch
                        {
                            Mode.Triangular2 => cycle => 1 / Math.Pow(2, cycle - 1),
                            Mode.ExpRange => iteration => Math.Pow(gamma, iteration),
                            _ => _ => 1,
                        };
                        if (cycle_momentum)
                        {
                            _momentum = new MomentumCycle(
                                optimizer, PerGroup(base_momentum ?? [0.8], nameof(base_momentum)), PerGroup(max_momentum ?? [0.9], nameof(max_momentum)));
                        }

                        foreach (var (index, group) in optimizer.ParamGroups.Index())
                            group.LearningRate = group.InitialLearningRate = _lowest[index];
                        _base_lrs = [.. _lowest];
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        var cycle = Math.Floor(1 + (_last_epoch / _cycleLength));
                        var position = 1 + (_last_epoch / _cycleLength) - cycle;
                        var height = position <= _upShare ? position / _upShare : (position - 1) / (_upShare - 1);
                        var scale = height * _scale(_scaleByCycle ? cycle : _last_epoch);

                        _momentum?.Set((low, high) => high - ((high - low) * scale));
                        return _lowest.Select((low, group) => low + ((_highest[group] - low) * scale));
                    }
                }
            }
        }
    }
}
