namespace MoECollab.Mixture.Integrating;

/// <summary>One expert's class probabilities for one input.</summary>
/// <param name="Weight">Its weight in the mixture.</param>
/// <param name="Map">Its classes in the union.</param>
/// <param name="Probabilities">[C].</param>
internal readonly record struct ClassPart(float Weight, int[] Map, ReadOnlyMemory<float> Probabilities);
