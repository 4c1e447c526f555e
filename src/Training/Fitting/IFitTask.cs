using static TorchSharp.torch;

namespace MoECollab.Training.Fitting;

/// <summary>What a training by gradients fits: an expert, a gate, or both together.</summary>
internal interface IFitTask
{
    /// <summary>What is done, for people.</summary>
    string Stage { get; }

    /// <summary>What is fitted, by the prefix of its weights in a checkpoint; borrowed.</summary>
    IReadOnlyDictionary<string, nn.Module> Modules { get; }

    /// <summary>Number of examples.</summary>
    int Rows { get; }

    /// <summary>Everything that the result depends on, beside settings, seed and threads: a checkpoint of another identity is not continued.</summary>
    string Identity { get; }

    /// <summary>The mean loss of some examples.</summary>
    /// <param name="rows">Their positions, at least one.</param>
    /// <param name="progress">How far the training is, 0 to 1.</param>
    /// <returns>A scalar with graph; owned by the caller.</returns>
    Tensor Loss(ReadOnlySpan<int> rows, double progress);

    /// <summary>The mean loss on the validation examples; null where there are none. Gradients are off.</summary>
    double? Validate();
}
