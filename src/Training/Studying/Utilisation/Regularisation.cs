using System.Globalization;

namespace MoECollab.Training.Studying.Utilisation;

/// <summary>What is added to the loss.</summary>
/// <param name="Entropy">λ_H, signed.</param>
/// <param name="Uniformity">λ_KL.</param>
internal sealed record Regularisation(double Entropy, double Uniformity)
{
    /// <summary>Experts that share an example's loss; 0 for all.</summary>
    public int TrainTopK { get; init; }

    /// <summary>Names its cells and figures.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{(TrainTopK == 0 ? "" : "top1.")}h{Entropy}.kl{Uniformity}");
}
