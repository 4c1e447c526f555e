namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>One rise and one long fall of the rate over all steps (Smith and Topin 2018), with momentum the other way round.</summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly List<double> _highest;
                    private readonly List<double> _initial;
                    private readonly List<double> _final;
                    private readonly MomentumCycle? _momentum;
                    private readonly List<Phase> _phases = [];
                    private readonly int _totalSteps;
                    private readonly AnnealStrategy _strategy;

                    /// <summary>How the rate goes from one end of a phase to the other.</summary>
                    public enum AnnealStrategy
                    {
                        /// <summary>Half a cosine.</summary>
                        Cos,

                        /// <summary>A straight line.</summary>
                        Linear,
                    }

                    private enum Level
                    {
                        Initial,
                        Highest,
                        Final,
                    }

                    /// <summary>The same maximum for every parameter group.</summary>
                    public OneCycleLR(
                        Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85,
                        double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false,
                        int last_epoch = -1, bool verbose = false)
                        : this(
                            optimizer, [max_lr], total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum,
                            [base_momentum], [max_momentum], div_factor, final_div_factor, three_phase, last_epoch, verbose)
                    {
                    }

                    /// <summary>A maximum per parameter group, or one for all.</summary>
                    /// <exception cref="ArgumentException">Neither the steps nor epochs and steps per epoch are given, or a value is out of range.</exception>
                    public OneCycleLR(
                        Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                        double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true,
                        IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, double div_factor = 25,
                        double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _totalSteps = total_steps != -1 ? total_steps : epochs * steps_per_epoch;
                        if (_totalSteps <= 0 || (total_steps == -1 && (epochs <= 0 || steps_per_epoch <= 0)))
                            throw new ArgumentException("Give either total_steps, or both epochs and steps_per_epoch, all positive.");
                        if (pct_start is < 0 or > 1)
                            throw new ArgumentException($"Expected pct_start between 0 and 1, got {pct_start}.");

                        _strategy = anneal_strategy;
                        _highest = PerGroup(max_lr, nameof(max_lr));
                        _initial = _highest.ConvertAll(rate => rate / div_factor);
                        _final = _initial.ConvertAll(rate => rate / final_div_factor);
                        var peak = (pct_start * _totalSteps) - 1;
                        _phases.Add(new Phase(peak, Level.Initial, Level.Highest));
                        if (three_phase)
                            _phases.Add(new Phase((2 * pct_start * _totalSteps) - 2, Level.Highest, Level.Initial));
                        _phases.Add(new Phase(_totalSteps - 1, three_phase ? Level.Initial : Level.Highest, Level.Final));

                        if (cycle_momentum)
                        {
                            _momentum = new MomentumCycle(
                                optimizer, PerGroup(base_momentum ?? [0.85], nameof(base_momentum)), PerGroup(max_momentum ?? [0.95], nameof(max_momentum)));
                        }
                        if (last_epoch == -1)
                        {
                            foreach (var (index, group) in optimizer.ParamGroups.Index())
                                group.LearningRate = group.InitialLearningRate = _initial[index];
                            _base_lrs = [.. _initial];
                        }
                        step();
                    }

                    /// <inheritdoc/>
                    /// <exception cref="InvalidOperationException">More steps than announced.</exception>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch > _totalSteps)
                            throw new InvalidOperationException($"Tried to step {_last_epoch} times. The specified number of total steps is {_totalSteps}.");

                        var begin = 0.0;
                        var current = _phases[^1];
                        foreach (var phase in _phases)
                        {
                            current = phase;
                            if (_last_epoch <= phase.End || phase == _phases[^1])
                                break;
                            begin = phase.End;
                        }

                        var share = (_last_epoch - begin) / (current.End - begin);
                        _momentum?.Set((low, high) => Anneal(Momentum(current.From, low, high), Momentum(current.To, low, high), share));
                        return _highest.Select((_, group) => Anneal(Rate(current.From, group), Rate(current.To, group), share));
                    }

                    private static double Momentum(Level level, double low, double high) => level == Level.Highest ? low : high;

                    private double Rate(Level level, int group) => level switch
                    {
                        Level.Initial => _initial[group],
                        Level.Highest => _highest[group],
                        _ => _final[group],
                    };

                    private double Anneal(double from, double to, double share) => _strategy == AnnealStrategy.Linear
                        ? from + ((to - from) * share)
                        : to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * share)));

                    private readonly record struct Phase(double End, Level From, Level To);
                }
            }
        }
    }
}
