using MoECollab.Text;
using MoECollab.Text.Learning;
using MoECollab.Training;

namespace MoECollab.Gating.Scoring.NGram;

/// <summary>
/// Fits the columns of an n-gram scorer. Specialists, which know the labels of a part of the examples, get a column of a linear classifier
/// that tells whose example a text is. Generalists, which know most labels of most others, cannot be told apart by that: they get a constant score each.
/// Scale and constants minimise the mixture's own loss on validation examples, −ln Σ_i softmax(z)_i p_i(y|x). As long as specialists share
/// no label, the classifier minimises a bound of that loss too, for then it is the cross-entropy of the specialist.
/// </summary>
internal static class NGramGateLearner
{
    // A generalist gives probability to more than this share of the examples of more than this share of the other experts.
    private const double GeneralShare = 0.5;
    private const int HeldOutEvery = 10;

    public static NGramClassifier Train(GateTraining training, NGramLearning learning)
    {
        var experts = training.Experts.Count;
        var likelihoods = training.Likelihoods;
        var (examples, validation, validationLikelihoods) = Split(training);
        int[] specialists = Specialists(likelihoods.Span, experts);
        var classifier = specialists.Length == 1
            ? null
            : NGramLearner.Train(
                Labelled(examples, likelihoods.Span, experts, specialists),
                Labelled(validation, validationLikelihoods.Span, experts, specialists),
                specialists.Length, learning, training.Cancellation);
        return classifier is null
            ? Constant(learning, experts)
            : Combine(classifier, specialists, experts, validation, validationLikelihoods.Span);
    }

    /// <summary>Without validation examples, every tenth example is used in their place.</summary>
    private static (IReadOnlyList<Inputs.LabelledInput> Examples, IReadOnlyList<Inputs.LabelledInput> Validation, ReadOnlyMemory<float> Likelihoods) Split(GateTraining training)
    {
        if (training.Validation.Count > 0)
            return (training.Examples, training.Validation, training.ValidationLikelihoods);
        var experts = training.Experts.Count;
        int[] rows = [.. Enumerable.Range(0, training.Examples.Count).Where(row => row % HeldOutEvery == 0)];
        var likelihoods = new float[rows.Length * experts];
        for (var at = 0; at < rows.Length; at++)
            training.Likelihoods.Span.Slice(rows[at] * experts, experts).CopyTo(likelihoods.AsSpan(at * experts));
        return (training.Examples, [.. rows.Select(row => training.Examples[row])], likelihoods);
    }

    // Not by the number of its labels alone: one domain may have more rows than all the others together.
    private static int[] Specialists(ReadOnlySpan<float> likelihoods, int experts)
    {
        var shared = new int[experts * experts];   // rows whose labels both know; on the diagonal, those that one knows
        for (var row = 0; row < likelihoods.Length; row += experts)
        {
            for (var one = 0; one < experts; one++)
            {
                for (var other = 0; likelihoods[row + one] > 0 && other < experts; other++)
                    shared[(one * experts) + other] += likelihoods[row + other] > 0 ? 1 : 0;
            }
        }

        bool KnowsMostOf(int one, int other) => shared[(one * experts) + other] > GeneralShare * shared[(other * experts) + other];
        bool IsGeneral(int one) => Enumerable.Range(0, experts).Count(other => other != one && KnowsMostOf(one, other)) > GeneralShare * (experts - 1);
        int[] specialists = [.. Enumerable.Range(0, experts).Where(expert => !IsGeneral(expert))];
        return specialists.Length >= 2 ? specialists : [.. Enumerable.Range(0, experts)];
    }

    /// <summary>Each example with the specialist that makes its label most likely; examples whose label no specialist knows are left out.</summary>
    private static List<LabelledText> Labelled(IReadOnlyList<Inputs.LabelledInput> examples, ReadOnlySpan<float> likelihoods, int experts, int[] specialists)
    {
        var labelled = new List<LabelledText>(examples.Count);
        for (var row = 0; row < examples.Count; row++)
        {
            var best = 0;
            var its = likelihoods.Slice(row * experts, experts);
            for (var column = 1; column < specialists.Length; column++)
            {
                if (its[specialists[column]] > its[specialists[best]])
                    best = column;
            }

            if (its[specialists[best]] > 0)
                labelled.Add(new LabelledText(examples[row].Input.Text, best));
        }

        return labelled;
    }

    /// <summary>Puts the classifier's columns at the specialists' places, constants at the generalists', and fits scale and constants.</summary>
    private static NGramClassifier Combine(
        NGramClassifier classifier, int[] specialists, int experts, IReadOnlyList<Inputs.LabelledInput> validation, ReadOnlySpan<float> likelihoods)
    {
        var loss = new MixtureLoss(classifier, specialists, experts, validation, likelihoods);
        loss.Fit();
        var (from, bias) = (classifier.CopyWeights(), classifier.CopyBias());
        var weights = new float[classifier.Vocabulary.Count * experts];
        var constants = loss.Constants.ToArray();
        for (var column = 0; column < specialists.Length; column++)
        {
            constants[specialists[column]] = loss.Scale * bias[column];
            for (var row = 0; row < classifier.Vocabulary.Count; row++)
                weights[(row * experts) + specialists[column]] = loss.Scale * from[(row * specialists.Length) + column];
        }

        return new NGramClassifier(classifier.Vocabulary, weights, constants);
    }

    private static NGramClassifier Constant(NGramLearning learning, int experts) =>
        new(new NGramVocabulary(learning.Scheme, learning.Weighting, [], []), [], new float[experts]);
}
