namespace MoECollab.Text.Learning;

/// <summary>What <see cref="NGramLearner"/> came to.</summary>
/// <param name="Classifier">The classifier, its logits calibrated.</param>
/// <param name="Choice">What was chosen for it; given back as <see cref="NGramLearning.Choice"/> it is used on more examples without choosing again.</param>
public sealed record LearnedNGrams(NGramClassifier Classifier, NGramChoice Choice)
{
    /// <summary>What the chosen fits say of held-out examples; null where nothing was tried.</summary>
    public HeldOutAnswers? HeldOut { get; init; }
}
