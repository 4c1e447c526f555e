using MoECollab.Text;
using MoECollab.Text.Learning;
using MoECollab.Training.Data;

namespace MoECollab.Studies.Guarding;

/// <summary>A linear classifier over n-grams, and what its logits say of being at home.</summary>
internal sealed class ClassScores
{
    private readonly NGramClassifier _classifier;
    private readonly IReadOnlyList<string> _labels;

    private ClassScores(NGramClassifier classifier, IReadOnlyList<string> labels) => (_classifier, _labels) = (classifier, labels);

    /// <summary>Trains it.</summary>
    /// <param name="train">What to fit.</param>
    /// <param name="dev">What to choose strength and calibration on.</param>
    /// <param name="labelOf">The class of a row.</param>
    /// <param name="learning">How.</param>
    /// <param name="cancellation">Stops it.</param>
    public static ClassScores Train(IReadOnlyList<Example> train, IReadOnlyList<Example> dev, Func<Example, string> labelOf, NGramLearning learning, CancellationToken cancellation)
    {
        string[] labels = [.. train.Select(labelOf).Distinct().Order(StringComparer.Ordinal)];
        var classOf = labels.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        LabelledText[] Of(IReadOnlyList<Example> rows) => [.. rows.Where(row => classOf.ContainsKey(labelOf(row))).Select(row => new LabelledText(row.Text, classOf[labelOf(row)]))];
        return new ClassScores(NGramLearner.Train(Of(train), Of(dev), labels.Length, learning, cancellation), labels);
    }

    /// <summary>The class of the largest logit.</summary>
    public string[] Labels(IReadOnlyList<Example> rows) => Each(rows, logits => _labels[logits.Index().MaxBy(pair => pair.Item).Index]);

    /// <summary>The largest logit.</summary>
    public double[] MaxLogit(IReadOnlyList<Example> rows) => Each(rows, logits => (double)logits.Max());

    /// <summary>ln Σ exp z: the negative of the energy of Liu et al. 2020.</summary>
    public double[] Energy(IReadOnlyList<Example> rows) => Each(rows, logits => Math.Log(logits.Sum(logit => Math.Exp(logit))));

    /// <summary>The largest probability (Hendrycks and Gimpel 2017).</summary>
    public double[] MaxSoftmax(IReadOnlyList<Example> rows) => Each(rows, logits => Probability(logits, logits.Max()));

    /// <summary>One minus the probability of one class.</summary>
    public double[] Without(string label, IReadOnlyList<Example> rows)
    {
        var at = _labels.Index().Single(pair => pair.Item == label).Index;
        return Each(rows, logits => 1 - Probability(logits, logits[at]));
    }

    private static double Probability(float[] logits, float logit)
    {
        var largest = logits.Max();
        return Math.Exp(logit - largest) / logits.Sum(each => Math.Exp(each - largest));
    }

    private T[] Each<T>(IReadOnlyList<Example> rows, Func<float[], T> score)
    {
        var logits = new float[_labels.Count];
        return [.. rows.Select(row =>
        {
            _classifier.Score(row.Text, logits);
            return score(logits);
        })];
    }
}
