using MoECollab.NGram.Tests.Data;
using MoECollab.Text;
using MoECollab.Text.Learning;

namespace MoECollab.NGram.Tests.Linear;

public sealed class NGramLearnerTests
{
    private static readonly NGramLearning Quick = new() { Scheme = new NGramScheme { Buckets = 1 << 18 }, Strengths = [1f] };

    [Fact]
    public void Training_solves_two_words_as_worked_by_hand()
    {
        // Two texts, one word each, so x₁ = e₁ and x₂ = e₂, the bias being a third feature of value 1. For class 0, y = (1, −1), and by
        // symmetry α₁ = α₂ = α and b = 0: the margin is α, the optimum 1 − α = α / (2 C), so α = 1 / (1 + 1 / (2 C)) = 2/3 with C = 1.
        LabelledText[] examples = [new("cat", 0), new("dog", 1)];
        var learning = Quick with { MinimumWordTexts = 1, Epochs = 200 };

        var classifier = NGramLearner.Train(examples, [], 2, learning, TestContext.Current.CancellationToken);

        var logits = new float[2];
        classifier.Score("cat", logits);
        Assert.Equal(2f / 3f, logits[0], 1e-4f);
        Assert.Equal(-2f / 3f, logits[1], 1e-4f);
    }

    [Fact]
    public void Training_reaches_the_minimum_of_the_primal_problem()
    {
        var examples = LabelledLines.ThreeTopics(90, 3);
        var learning = Quick with { MinimumWordTexts = 1, Epochs = 300 };
        var texts = new CountedTexts(learning.Scheme);
        foreach (var example in examples)
            texts.Add(example.Text);
        var vocabulary = VocabularySelection.Select(texts, texts.All, learning);
        var problem = new MarginProblem(SparseRows.From(texts, texts.All, vocabulary), vocabulary.Count, [.. examples.Select(example => example.Class)], 3, [1f, 1f, 1f]);
        var ascent = new DualAscent(problem, 1f, 0);
        for (var pass = 0; pass < learning.Epochs; pass++)
            ascent.Pass(_ => { }, TestContext.Current.CancellationToken);
        var random = new Random(5);

        // Convex: at the minimum no direction leads down, however small the step.
        foreach (var its in Enumerable.Range(0, 3))
        {
            var least = Primal(ascent, problem, its, null, 0);
            for (var attempt = 0; attempt < 20; attempt++)
            {
                var direction = Enumerable.Range(0, vocabulary.Count).Select(_ => random.NextDouble() - 0.5).ToArray();
                Assert.True(Primal(ascent, problem, its, direction, 0.01) > least - 1e-5);
            }
        }
    }

    [Fact]
    public void Training_with_scales_reaches_the_minimum_of_the_scaled_problem()
    {
        // As worked by hand above, with each word's value scaled by 2 for class 0: x ∘ s = 2 e, margin 4 α, so α = 1 / (4 + 1 / 2) = 2/9, margin 8/9.
        var rows = new SparseRows([0, 1, 2], [0, 1], [1f, 1f]);
        var stride = System.Numerics.Vector<float>.Count;
        float[] scales = [.. Enumerable.Repeat(4f, 2 * stride)];
        var ascent = new DualAscent(new MarginProblem(rows, 2, [0, 1], 2, [1f, 1f]) { SquaredScales = scales }, 1f, 0);

        for (var pass = 0; pass < 200; pass++)
            ascent.Pass(_ => { }, TestContext.Current.CancellationToken);

        Assert.Equal(8f / 9f, ascent.Weights[0] + ascent.Bias[0], 1e-4f);
        Assert.Equal(-8f / 9f, ascent.Weights[stride] + ascent.Bias[0], 1e-4f);
    }

    [Fact]
    public void Equal_seeds_give_equal_bits_and_other_seeds_the_same_answers()
    {
        var examples = LabelledLines.ThreeTopics(120, 4);
        var learning = Quick with { Epochs = 60 };

        var (first, second, other) = (Scores(learning), Scores(learning), Scores(learning with { Seed = 9 }));

        Assert.Equal(first, second);
        Assert.All(first.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 0.02f));

        float[] Scores(NGramLearning how)
        {
            var classifier = NGramLearner.Train(examples, examples, 3, how, TestContext.Current.CancellationToken);
            var scores = new float[3];
            classifier.Score("a very good old sonata and trout", scores);
            return scores;
        }
    }

    [Fact]
    public void Threads_change_no_bit_of_the_result()
    {
        var examples = LabelledLines.ThreeTopics(300, 3);
        var learning = Quick with { Strengths = [0.25f, 0.5f, 1f], Ratios = [0f, 0.5f, 1f], OtherBalances = [0.5f], HeldOut = 100, CheckpointFolder = null };

        var alone = NGramLearner.Learn(examples, [], 3, learning, TestContext.Current.CancellationToken);
        var together = NGramLearner.Learn(examples, [], 3, learning with { Threads = 3 }, TestContext.Current.CancellationToken);
        var again = NGramLearner.Learn(examples, [], 3, learning with { Threads = 3 }, TestContext.Current.CancellationToken);

        Assert.All([together, again], learned =>
        {
            Assert.Equal(alone.Choice, learned.Choice);
            Assert.Equal(alone.Classifier.CopyWeights(), learned.Classifier.CopyWeights());
            Assert.Equal(alone.Classifier.CopyBias(), learned.Classifier.CopyBias());
        });
    }

    [Fact]
    public void Several_threads_stop_when_cancelled_and_hand_on_the_first_fault()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => SeveralAtOnce.Each([1, 2, 3], 2, _ => { cancelled.Token.ThrowIfCancellationRequested(); return 0; }));
        Assert.Throws<FormatException>(() => SeveralAtOnce.Each<int, int>([1, 2], 2, _ => throw new FormatException()));
        Assert.Equal([2, 4, 6], SeveralAtOnce.Each([1, 2, 3], 2, number => 2 * number));
    }

    [Fact]
    public void A_training_cut_short_goes_on_to_the_same_result()
    {
        var examples = LabelledLines.ThreeTopics(600, 6);
        var learning = Quick with { Strengths = [0.5f, 2f], Ratios = [0f, 1f] };
        var kept = learning with { CheckpointFolder = Directory.CreateTempSubdirectory().FullName };
        var whole = NGramLearner.Train(examples, examples[..60], 3, learning, TestContext.Current.CancellationToken);

        NGramLearner.Train(examples, examples[..60], 3, kept with { Epochs = 3 }, TestContext.Current.CancellationToken);
        var resumed = NGramLearner.Train(examples, examples[..60], 3, kept, TestContext.Current.CancellationToken);

        var (expected, found) = (new float[3], new float[3]);
        whole.Score("a new linker and a herring", expected);
        resumed.Score("a new linker and a herring", found);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void A_checkpoint_of_other_examples_is_not_used()
    {
        var kept = Quick with { CheckpointFolder = Directory.CreateTempSubdirectory().FullName };
        var (examples, others) = (LabelledLines.ThreeTopics(600, 6), LabelledLines.ThreeTopics(600, 7));
        NGramLearner.Train(others, others[..60], 3, kept, TestContext.Current.CancellationToken);

        var beside = NGramLearner.Train(examples, examples[..60], 3, kept, TestContext.Current.CancellationToken);
        var alone = NGramLearner.Train(examples, examples[..60], 3, Quick, TestContext.Current.CancellationToken);

        var (expected, found) = (new float[3], new float[3]);
        alone.Score("a new linker and a herring", expected);
        beside.Score("a new linker and a herring", found);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void A_cancelled_training_stops()
    {
        var examples = LabelledLines.ThreeTopics(60, 6);

        Assert.Throws<OperationCanceledException>(() => NGramLearner.Train(examples, [], 3, Quick, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Probabilities_are_calibrated_on_examples_that_were_not_fitted()
    {
        // Every fourth label is wrong, so nobody can be right with more than 75 %.
        var examples = LabelledLines.ThreeTopics(3000, 7).Select((example, at) => at % 4 == 0 ? example with { Class = (example.Class + 1 + (at / 4 % 2)) % 3 } : example).ToArray();

        var classifier = NGramLearner.Train(examples[..2000], examples[2000..2500], 3, Quick, TestContext.Current.CancellationToken);

        var confidence = examples[2500..].Average(example =>
        {
            var probabilities = new float[3];
            classifier.Probabilities(example.Text, probabilities);
            return probabilities.Max();
        });
        Assert.InRange(confidence, 0.65, 0.85);
    }

    [Fact]
    public void The_most_frequent_n_grams_are_kept_where_their_number_is_limited()
    {
        var examples = LabelledLines.ThreeTopics(90, 8);

        var classifier = NGramLearner.Train(examples, [], 3, Quick with { MaximumNGrams = 12 }, TestContext.Current.CancellationToken);

        Assert.Equal(12, classifier.Vocabulary.Count);
        Assert.Equal((12 + 1) * 3, classifier.ParameterCount);
    }

    [Fact]
    public void With_a_background_its_n_grams_and_weights_are_used()
    {
        var examples = LabelledLines.ThreeTopics(90, 8);
        var background = NGramLearner.Count(examples.Select(example => example.Text), Quick, TestContext.Current.CancellationToken);
        var own = examples.Where(example => example.Class == 0).Select(example => example with { Class = example.Text.Contains("violin", StringComparison.Ordinal) ? 1 : 0 }).ToArray();

        var classifier = NGramLearner.Train(own, [], 2, Quick with { Background = background, Scheme = new NGramScheme() }, TestContext.Current.CancellationToken);

        Assert.Equal(background.Scheme, classifier.Vocabulary.Scheme);
        Assert.InRange(classifier.Vocabulary.Count, 1, background.Count - 1);   // only what its own texts have
        for (var row = 0; row < classifier.Vocabulary.Count; row++)
            Assert.Equal(background.Weights[background.Find(classifier.Vocabulary.Ids[row])], classifier.Vocabulary.Weights[row]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void A_class_out_of_range_is_refused(int its)
    {
        var fault = Assert.Throws<ArgumentException>(() => NGramLearner.Train([new("cat", its)], [], 2, Quick, TestContext.Current.CancellationToken));

        Assert.Contains("expected 0 to 1", fault.Message, StringComparison.Ordinal);
    }

    private static double Primal(DualAscent ascent, MarginProblem problem, int its, double[]? direction, double step)
    {
        var stride = ascent.Bias.Length;
        double Weight(int column) => ascent.Weights[(column * stride) + its] + (direction is null ? 0 : step * direction[column]);
        var value = (double)ascent.Bias[its] * ascent.Bias[its] / 2;
        for (var column = 0; column < problem.Columns; column++)
            value += Weight(column) * Weight(column) / 2;
        for (var row = 0; row < problem.Rows.Count; row++)
        {
            double score = ascent.Bias[its];
            for (var at = 0; at < problem.Rows.ColumnsOf(row).Length; at++)
                score += problem.Rows.ValuesOf(row)[at] * Weight(problem.Rows.ColumnsOf(row)[at]);
            var gap = Math.Max(0, 1 - ((problem.Classes[row] == its ? 1 : -1) * score));
            value += gap * gap;
        }

        return value;
    }
}
