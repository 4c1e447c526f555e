namespace MoECollab.Text.Learning;

/// <summary>
/// What fits are compared by: the mean of accuracy, macro-F1 and the geometric mean probability of the right class, so that neither large nor small
/// classes decide alone, and fits that differ on a handful of examples are told apart by all the others.
/// </summary>
public static class ValidationScore
{
    /// <summary>The score, 0 to 1; higher is better.</summary>
    /// <param name="logits">[n, C] row by row.</param>
    /// <param name="expected">[n].</param>
    /// <param name="classCount">C.</param>
    /// <param name="factor">By what logits are multiplied before their softmax.</param>
    public static double Of(ReadOnlySpan<float> logits, ReadOnlySpan<int> expected, int classCount, float factor)
    {
        var probability = Math.Exp(-Calibration.Loss(logits, expected, new float[classCount], factor));
        return ((2 * OfAnswers(logits, expected, classCount)) + probability) / 3;
    }

    /// <summary>The mean of accuracy and macro-F1 alone: what the answers are worth, whatever is said of their probability.</summary>
    /// <param name="logits">[n, C] row by row; probabilities will do.</param>
    /// <param name="expected">[n].</param>
    /// <param name="classCount">C.</param>
    public static double OfAnswers(ReadOnlySpan<float> logits, ReadOnlySpan<int> expected, int classCount)
    {
        var right = new int[classCount];
        var seen = new int[classCount];   // true plus predicted occurrences: the denominator of F1 = 2 tp / (true + predicted)
        for (var row = 0; row < expected.Length; row++)
        {
            var predicted = VectorMath.Largest(logits.Slice(row * classCount, classCount));
            seen[predicted]++;
            seen[expected[row]]++;
            if (predicted == expected[row])
                right[predicted]++;
        }

        var present = seen.Count(count => count > 0);
        var macroF1 = Enumerable.Range(0, classCount).Where(its => seen[its] > 0).Sum(its => 2.0 * right[its] / seen[its]) / Math.Max(1, present);
        return (((double)right.Sum() / Math.Max(1, expected.Length)) + macroF1) / 2;
    }
}
