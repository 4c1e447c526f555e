namespace MoECollab.Text.Learning;

/// <summary>What a candidate says of held-out examples, calibrated, and how good that is.</summary>
/// <param name="Members">The fits that it is the sum of.</param>
/// <param name="Logits">[n, C] row by row, before the factor.</param>
/// <param name="Factor">By what they are multiplied, so that their softmax is calibrated.</param>
/// <param name="Score">Higher is better.</param>
internal sealed record HeldOutLogits(IReadOnlyList<NGramMember> Members, float[] Logits, float Factor, double Score)
{
    /// <summary>The calibrated probabilities, [n, C] row by row.</summary>
    public float[] Probabilities(int classes)
    {
        var probabilities = (float[])Logits.Clone();
        for (var row = 0; row < probabilities.Length; row += classes)
            VectorMath.Softmax(probabilities.AsSpan(row, classes), Factor);
        return probabilities;
    }

    public static HeldOutLogits Of(IReadOnlyList<NGramMember> members, float[] logits, int[] expected, int classes)
    {
        var factor = Calibration.Fit(logits, expected, classes);
        return new HeldOutLogits(members, logits, factor, ValidationScore.Of(logits, expected, classes, factor));
    }

    /// <summary>The mean of several, each calibrated: a sum of the same fits with other shares.</summary>
    public static HeldOutLogits Mean(IReadOnlyList<HeldOutLogits> all, int[] expected, int classes)
    {
        var logits = new float[all[0].Logits.Length];
        foreach (var one in all)
        {
            for (var at = 0; at < logits.Length; at++)
                logits[at] += one.Logits[at] * one.Factor / all.Count;
        }

        return Of([.. all.SelectMany(one => one.Members.Select(member => member with { Share = member.Share * one.Factor / all.Count }))], logits, expected, classes);
    }
}
