namespace MoECollab.Text.Learning;

/// <summary>Finds the factor β on logits that makes softmax(β · logits) most likely on examples that were not fitted (Guo et al. 2017, with β = 1 / temperature).</summary>
public static class Calibration
{
    private const float Least = 0.05f;
    private const float Most = 100f;
    private const int Steps = 60;

    /// <summary>The best factor between 0.05 and 100; 1 where there is nothing to fit on.</summary>
    /// <param name="logits">Logits of n examples, [n, C] row by row.</param>
    /// <param name="classes">Their true classes, [n].</param>
    /// <param name="classCount">C.</param>
    /// <returns>β.</returns>
    public static float Fit(ReadOnlySpan<float> logits, ReadOnlySpan<int> classes, int classCount)
    {
        if (classes.IsEmpty || classCount < 2)
            return 1f;

        // The mean log-likelihood is concave in β: golden-section search over ln β.
        var golden = (MathF.Sqrt(5f) - 1f) / 2f;
        var (low, high) = (MathF.Log(Least), MathF.Log(Most));
        var scratch = new float[classCount];
        var (left, right) = (high - (golden * (high - low)), low + (golden * (high - low)));
        var (leftLoss, rightLoss) = (Loss(logits, classes, scratch, MathF.Exp(left)), Loss(logits, classes, scratch, MathF.Exp(right)));
        for (var step = 0; step < Steps && high - low > 1e-3f; step++)
        {
            if (leftLoss <= rightLoss)
            {
                (high, right, rightLoss) = (right, left, leftLoss);
                left = high - (golden * (high - low));
                leftLoss = Loss(logits, classes, scratch, MathF.Exp(left));
            }
            else
            {
                (low, left, leftLoss) = (left, right, rightLoss);
                right = low + (golden * (high - low));
                rightLoss = Loss(logits, classes, scratch, MathF.Exp(right));
            }
        }

        return MathF.Exp((low + high) / 2f);
    }

    /// <summary>Mean negative log-likelihood in nats.</summary>
    internal static double Loss(ReadOnlySpan<float> logits, ReadOnlySpan<int> classes, float[] scratch, float factor)
    {
        var sum = 0.0;
        for (var row = 0; row < classes.Length; row++)
        {
            logits.Slice(row * scratch.Length, scratch.Length).CopyTo(scratch);
            VectorMath.Softmax(scratch, factor);
            sum -= Math.Log(Math.Max(scratch[classes[row]], 1e-12f));
        }

        return sum / classes.Length;
    }
}
