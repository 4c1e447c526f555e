using System.Globalization;

namespace MoECollab.Studies.Utilisation;

/// <summary>What is added to the loss.</summary>
/// <param name="Entropy">λ_H, signed.</param>
/// <param name="Uniformity">λ_KL.</param>
internal sealed record Regularisation(double Entropy, double Uniformity)
{
    /// <summary>Experts that share an example's loss; 0 for all.</summary>
    public int TrainTopK { get; init; }

    /// <summary>The gate's scorer.</summary>
    public string Scorer { get; init; } = "linear";

    /// <summary>Adam's rate.</summary>
    public string LearningRate { get; init; } = "0.02";

    /// <summary>Names its cells and figures.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{(TrainTopK == 0 ? "" : Scorer + ".top1.")}h{Entropy}.kl{Uniformity}");
}
