using MoECollab.NGram.Tests.Data;
using MoECollab.Text.Learning;

namespace MoECollab.NGram.Tests.Linear;

/// <summary>Against the baselines that come with the shared data: linear support vector machines on tf-idf of words and pairs of words.</summary>
public sealed class SharedDataTests
{
    [Theory]
    [InlineData("trec6", 90.8)]
    [InlineData("legal_cuad", 83.2)]
    [InlineData("sms_spam", 98.9)]
    public void Default_training_comes_within_a_point_of_the_baseline(string set, double baseline)
    {
        var (train, test, classes) = LabelledLines.Shared(set);

        var classifier = NGramLearner.Train(train, [], classes, new NGramLearning(), TestContext.Current.CancellationToken);

        var right = test.Count(example =>
        {
            var logits = new float[classes];
            classifier.Score(example.Text, logits);
            return Array.IndexOf(logits, logits.Max()) == example.Class;
        });
        Assert.True(100.0 * right / test.Length > baseline - 1, $"{set}: {100.0 * right / test.Length:F2} % right; the baseline has {baseline} %.");
    }
}
