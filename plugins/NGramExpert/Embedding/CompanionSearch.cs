using MoECollab.NGramExpert.Options;
using MoECollab.Text.Learning;

namespace MoECollab.NGramExpert.Embedding;

/// <summary>
/// Whether embeddings make a linear classifier better, on the examples that it was chosen by: of each reading, the first part of them decides whether it is
/// worth the others. An ensemble costs multiply-adds, so its answers, not their probabilities alone, have to be better by two thousandths.
/// </summary>
/// <param name="examples">All examples, those for validation behind the others.</param>
/// <param name="classes">C.</param>
/// <param name="linear">What the linear classifier says of them.</param>
/// <param name="learningOf">How embeddings of a reading are trained.</param>
/// <param name="always">Whether the best is taken even where it is no better.</param>
/// <param name="cancellation">Stops it.</param>
internal sealed class CompanionSearch(LabelledText[] examples, int classes, HeldOutAnswers linear, Func<EmbeddingReading, EmbeddingLearning> learningOf, bool always, CancellationToken cancellation)
{
    private const double LeastGain = 0.002;
    private const float Least = 1e-12f;

    private static readonly float[] Shares = [0.15f, 0.3f];

    private readonly int[] _expected = [.. linear.Parts.SelectMany(part => part.Unseen).Select(at => examples[at].Class)];

    /// <summary>The best; null where none is better by enough, and one is not to be taken always.</summary>
    public EmbeddingPart? Run()
    {
        (EmbeddingPart? Part, double Score) best = (null, always ? double.NegativeInfinity : Score(linear.Probabilities, _expected) + LeastGain);
        foreach (var reading in Enum.GetValues<EmbeddingReading>())
        {
            var answers = Answers(reading);
            if (answers is null)
                continue;
            var factor = Calibration.Fit(Logits(answers), _expected, classes);
            foreach (var share in Shares)
            {
                var score = Score(Mean(linear.Probabilities, Calibrated(answers, factor), share), _expected);
                if (score > best.Score)
                    best = (new EmbeddingPart(reading, share, factor), score);
            }
        }

        return best.Part;
    }

    /// <summary>What embeddings say of all parts; null where the first says that they do not help.</summary>
    private float[]? Answers(EmbeddingReading reading)
    {
        var answers = new float[linear.Probabilities.Length];
        var asked = 0;
        foreach (var (part, (fitted, unseen)) in linear.Parts.Index())
        {
            var model = EmbeddingLearner.Train([.. fitted.Select(at => examples[at])], [], classes, learningOf(reading), cancellation);
            foreach (var at in unseen)
                model.Probabilities(examples[at].Text, answers.AsSpan(classes * asked++, classes));
            if (!always && part == 0 && !Helps(answers.AsSpan(0, asked * classes).ToArray()))
                return null;
        }

        return answers;
    }

    private bool Helps(float[] first)
    {
        var expected = _expected[..(first.Length / classes)];
        var its = linear.Probabilities[..first.Length];
        var calibrated = Calibrated(first, Calibration.Fit(Logits(first), expected, classes));
        return Shares.Any(share => Score(Mean(its, calibrated, share), expected) > Score(its, expected));
    }

    private double Score(float[] probabilities, int[] expected) => ValidationScore.OfAnswers(probabilities, expected, classes);

    private float[] Calibrated(float[] probabilities, float factor)
    {
        var logits = Logits(probabilities);
        for (var row = 0; row < logits.Length; row += classes)
        {
            foreach (ref var logit in logits.AsSpan(row, classes))
                logit *= factor;
            RowMath.Softmax(logits.AsSpan(row, classes));
        }

        return logits;
    }

    private static float[] Logits(float[] probabilities) => [.. probabilities.Select(value => MathF.Log(MathF.Max(value, Least)))];

    private static float[] Mean(float[] some, float[] others, float share) => [.. some.Zip(others, (one, other) => one + (share * (other - one)))];
}
