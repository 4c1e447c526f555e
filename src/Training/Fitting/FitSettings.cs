using static TorchSharp.torch;

namespace MoECollab.Training.Fitting;

/// <summary>How a training by gradients goes; every member is an option of the run (<c>--set name=value</c>).</summary>
public sealed record FitSettings
{
    /// <summary>Option <c>epochs</c>, 1 to 10,000: passes over the examples at most; default 20.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Option <c>batch</c>, 1 to 1,000,000: examples per step; default 64.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Option <c>learning-rate</c>, above 0 to 10; default 0.002.</summary>
    public double LearningRate { get; init; } = 0.002;

    /// <summary>Option <c>weight-decay</c>, 0 to 10; default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Option <c>optimizer</c>: adam or adamw; default adam.</summary>
    public FitOptimiser Optimiser { get; init; } = FitOptimiser.Adam;

    /// <summary>Option <c>patience</c>, 1 to 10,000: epochs without a better validation loss after which training stops; default 3.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>Option <c>clip</c>, 0 to 1e6: largest norm of the gradient; 0 for no limit; default 1.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Option <c>label-smoothing</c>, 0 to 0.9: the share of a target that is spread over all classes; default 0.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Option <c>checkpoint-seconds</c>, 0 to 86,400: least time between two checkpoints within an epoch; default 10. Each epoch ends with one.</summary>
    public double CheckpointSeconds { get; init; } = 10;

    internal static FitSettings Read(OptionReader options, FitSettings defaults) => new()
    {
        Epochs = options.Integer("epochs", defaults.Epochs, 1, 10_000),
        BatchSize = options.Integer("batch", defaults.BatchSize, 1, 1_000_000),
        LearningRate = options.Number("learning-rate", defaults.LearningRate, 1e-12, 10),
        WeightDecay = options.Number("weight-decay", defaults.WeightDecay, 0, 10),
        Optimiser = options.Choice("optimizer", defaults.Optimiser),
        Patience = options.Integer("patience", defaults.Patience, 1, 10_000),
        ClipNorm = options.Number("clip", defaults.ClipNorm, 0, 1e6),
        LabelSmoothing = options.Number("label-smoothing", defaults.LabelSmoothing, 0, 0.9),
        CheckpointSeconds = options.Number("checkpoint-seconds", defaults.CheckpointSeconds, 0, 86_400),
    };

    internal TorchSharp.Modules.OptimizerHelper CreateOptimiser(IEnumerable<TorchSharp.Modules.Parameter> parameters) => Optimiser switch
    {
        FitOptimiser.AdamW => optim.AdamW(parameters, LearningRate, weight_decay: WeightDecay),
        _ => optim.Adam(parameters, LearningRate, weight_decay: WeightDecay),
    };
}
