namespace MoECollab.Training.Evaluation;

/// <summary>Counts of actual against predicted classes. Classes are indices; a prediction of <see cref="None"/> is no answer.</summary>
public sealed class ConfusionMatrix
{
    /// <summary>Stands for a rejected or failed row: never right, predicted for no class.</summary>
    public const int None = -1;

    private readonly long[,] _counts;
    private readonly long[] _unanswered;

    /// <summary>Counts pairs.</summary>
    /// <param name="actual">True class of each row, [rows], each in [0, <paramref name="classes"/>).</param>
    /// <param name="predicted">Predicted class of each row, [rows], each in [0, <paramref name="classes"/>) or <see cref="None"/>.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="ArgumentException">The two lengths differ.</exception>
    public ConfusionMatrix(ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        if (actual.Length != predicted.Length)
        {
            throw new ArgumentException(
                $"Found {predicted.Length} predictions for {actual.Length} rows; give one each.", nameof(predicted));
        }

        Classes = classes;
        Rows = actual.Length;
        _counts = new long[classes, classes];
        _unanswered = new long[classes];
        for (var row = 0; row < actual.Length; row++)
        {
            if (predicted[row] == None) _unanswered[actual[row]]++;
            else _counts[actual[row], predicted[row]]++;
        }
    }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Rows of one actual class that were given one predicted class.</summary>
    public long this[int actual, int predicted] => predicted == None ? _unanswered[actual] : _counts[actual, predicted];

    /// <summary>Share of rows that are right, in [0, 1]; 0 without rows.</summary>
    public double Accuracy
    {
        get
        {
            long right = 0;
            for (var c = 0; c < Classes; c++) right += _counts[c, c];
            return Rows == 0 ? 0 : (double)right / Rows;
        }
    }

    /// <summary>Mean F1 over the classes that occur among the actual or the predicted ones, in [0, 1]; 0 without rows.
    /// The same as scikit-learn's <c>f1_score(average="macro")</c>.</summary>
    public double MacroF1
    {
        get
        {
            double sum = 0;
            var present = 0;
            for (var c = 0; c < Classes; c++)
            {
                var score = Score(c);
                if (score.Support + score.Predicted == 0) continue;
                sum += score.F1;
                present++;
            }

            return present == 0 ? 0 : sum / present;
        }
    }

    /// <summary>Support, precision, recall and F1 of one class.</summary>
    /// <param name="index">The class.</param>
    /// <returns>Its counts.</returns>
    public ClassScore Score(int index)
    {
        long support = _unanswered[index], predicted = 0;
        for (var other = 0; other < Classes; other++)
        {
            support += _counts[index, other];
            predicted += _counts[other, index];
        }

        return new ClassScore(support, predicted, _counts[index, index]);
    }
}
