using System.Globalization;
using MoECollab.Weights;

namespace MoECollab.Training.Fitting;

/// <summary>Where a training stands, beside its weights and its optimiser.</summary>
internal sealed class FitState
{
    /// <summary>Epochs completed.</summary>
    public int Epoch { get; set; }

    /// <summary>Steps of the current epoch completed.</summary>
    public int Step { get; set; }

    /// <summary>Sum of the losses of this epoch's examples.</summary>
    public double LossSum { get; set; }

    /// <summary>The epoch, counted from 1, of <see cref="Best"/>; 0 before the first.</summary>
    public int BestEpoch { get; set; }

    /// <summary>Its loss.</summary>
    public double BestLoss { get; set; } = double.PositiveInfinity;

    /// <summary>Its weights; empty before the first epoch is over.</summary>
    public IReadOnlyList<NamedWeights> Best { get; set; } = [];

    public Dictionary<string, string> ToMetadata() => new()
    {
        ["epoch"] = Epoch.ToString(CultureInfo.InvariantCulture),
        ["step"] = Step.ToString(CultureInfo.InvariantCulture),
        ["lossSum"] = LossSum.ToString("R", CultureInfo.InvariantCulture),
        ["bestEpoch"] = BestEpoch.ToString(CultureInfo.InvariantCulture),
        ["bestLoss"] = BestLoss.ToString("R", CultureInfo.InvariantCulture),
    };

    public void Read(IReadOnlyDictionary<string, string> metadata)
    {
        Epoch = int.Parse(metadata["epoch"], CultureInfo.InvariantCulture);
        Step = int.Parse(metadata["step"], CultureInfo.InvariantCulture);
        LossSum = double.Parse(metadata["lossSum"], CultureInfo.InvariantCulture);
        BestEpoch = int.Parse(metadata["bestEpoch"], CultureInfo.InvariantCulture);
        BestLoss = double.Parse(metadata["bestLoss"], CultureInfo.InvariantCulture);
    }
}
