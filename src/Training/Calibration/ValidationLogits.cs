namespace MoECollab.Training.Calibration;

/// <summary>Class scores on validation examples in host memory, with the right class of each.</summary>
/// <param name="Values">Logits, or logarithms of probabilities, [rows × classes] row by row; finite or −∞.</param>
/// <param name="Classes">Number of classes, at least 1.</param>
/// <param name="Targets">The right class of each row, [rows].</param>
internal sealed record ValidationLogits(float[] Values, int Classes, int[] Targets)
{
    public int Rows => Targets.Length;

    /// <summary>The scores of one row, [classes].</summary>
    public ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * Classes, Classes);

    /// <summary>Share of rows whose largest score is the right one; ties go to the smaller class.</summary>
    public double Accuracy()
    {
        var right = 0;
        for (var row = 0; row < Rows; row++)
        {
            var scores = Row(row);
            var best = 0;
            for (var c = 1; c < scores.Length; c++)
            {
                if (scores[c] > scores[best]) best = c;
            }

            if (best == Targets[row]) right++;
        }

        return Rows == 0 ? 0 : (double)right / Rows;
    }

    /// <summary>Mean negative log-likelihood of softmax(scores / temperature), in nats.</summary>
    public double NegativeLogLikelihood(double temperature)
    {
        var sum = 0.0;
        for (var row = 0; row < Rows; row++)
        {
            var scores = Row(row);
            var largest = (double)float.NegativeInfinity;
            foreach (var score in scores) largest = Math.Max(largest, score);
            var mass = 0.0;
            foreach (var score in scores) mass += Math.Exp((score - largest) / temperature);
            // A right class of probability 0 is counted as the least float32 probability: the loss stays comparable.
            var target = Math.Max(scores[Targets[row]] - largest, LeastLogit);
            sum += Math.Log(mass) - (target / temperature);
        }

        return Rows == 0 ? 0 : sum / Rows;
    }

    private const double LeastLogit = -87;
}
