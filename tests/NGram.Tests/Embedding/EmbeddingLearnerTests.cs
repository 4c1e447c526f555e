using MoECollab.NGram.Tests.Data;
using MoECollab.NGramExpert.Embedding;
using MoECollab.NGramExpert.Models;
using MoECollab.Text;
using MoECollab.Training;
using MoECollab.Weights;

namespace MoECollab.NGram.Tests.Embedding;

public sealed class EmbeddingLearnerTests
{
    private static readonly EmbeddingLearning Small = new() { Scheme = new NGramScheme { Buckets = 1 << 12 }, Dimension = 10, Epochs = 6 };

    [Fact]
    public void A_step_follows_the_gradient()
    {
        // Central differences of −ln p on every number that a step may move, against the move itself at a rate of 1.
        int[] ids = [3, 5, 5, 6];
        var ascent = new EmbeddingAscent(buckets: 8, classes: 3, dimension: 4, seed: 1);
        var random = new Random(2);
        foreach (ref var weight in ascent.Head.AsSpan())
            weight = random.NextSingle() - 0.5f;
        var (embedding, head) = (ascent.Embedding.ToArray(), ascent.Head.ToArray());
        var stride = RowMath.Stride(4);
        double Loss()
        {
            ascent.Forward(ids);
            return -Math.Log(ascent.Probabilities[1]);
        }

        var slopes = new[] { ascent.Embedding, ascent.Head }.Select(weights => Enumerable.Range(0, weights.Length).Where(at => at % stride < 4).Select(at =>
        {
            const float Step = 1e-2f;
            var value = weights[at];
            weights[at] = value + Step;
            var above = Loss();
            weights[at] = value - Step;
            var below = Loss();
            weights[at] = value;
            return (at, Slope: (above - below) / (2 * Step));
        }).ToArray()).ToArray();
        ascent.Step(ids, own: 1, rate: 1f);

        Assert.All(slopes[0], pair => Assert.Equal(-pair.Slope, ascent.Embedding[pair.at] - embedding[pair.at], 2e-3));
        Assert.All(slopes[1], pair => Assert.Equal(-pair.Slope, ascent.Head[pair.at] - head[pair.at], 2e-3));
    }

    [Fact]
    public void A_step_touches_the_rows_of_its_own_n_grams_alone()
    {
        var ascent = new EmbeddingAscent(buckets: 64, classes: 2, dimension: 8, seed: 1);
        ascent.Step([1, 2], own: 0, rate: 1f);
        var before = ascent.Embedding.ToArray();

        ascent.Step([9], own: 1, rate: 1f);

        var changed = Enumerable.Range(0, 64).Where(row => !ascent.Embedding.AsSpan(row * 8, 8).SequenceEqual(before.AsSpan(row * 8, 8)));
        Assert.Equal([9], changed);
    }

    [Fact]
    public void Separable_topics_are_learned()
    {
        var examples = LabelledLines.ThreeTopics(600, 1);

        var model = EmbeddingLearner.Train(examples[..500], [], 3, Small, TestContext.Current.CancellationToken);

        Assert.Equal(100, examples[500..].Count(example => Answer(model, example.Text) == example.Class));
    }

    [Fact]
    public void Equal_seeds_give_equal_bits_and_other_seeds_do_not()
    {
        var examples = LabelledLines.ThreeTopics(300, 1);

        var (first, second, other) = (Bits(Small), Bits(Small), Bits(Small with { Seed = 1 }));

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);

        float[] Bits(EmbeddingLearning learning) => Probabilities(EmbeddingLearner.Train(examples, examples[..50], 3, learning, TestContext.Current.CancellationToken), "a new sonata");
    }

    [Fact]
    public void A_cancelled_training_goes_on_to_the_same_result()
    {
        var examples = LabelledLines.ThreeTopics(600, 2);
        var whole = EmbeddingLearner.Train(examples, [], 3, Small, TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var kept = Small with { CheckpointFolder = Directory.CreateTempSubdirectory().FullName };

        // The token is looked at in the report of the pass that follows.
        Assert.Throws<OperationCanceledException>(() => EmbeddingLearner.Train(examples, [], 3, kept with { Progress = new StopAtPass("pass 3", stop) }, stop.Token));
        var resumed = EmbeddingLearner.Train(examples, [], 3, kept, TestContext.Current.CancellationToken);

        Assert.Equal(Probabilities(whole, "an old trout"), Probabilities(resumed, "an old trout"));
    }

    [Fact]
    public void A_saved_model_reads_back_with_equal_answers()
    {
        var model = EmbeddingLearner.Train(LabelledLines.ThreeTopics(300, 3), [], 3, Small, TestContext.Current.CancellationToken);
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "ngram.safetensors");
        model.Save(path);
        using var file = WeightFile.Open(path);

        var again = EmbeddingModel.Load(file);

        Assert.True(EmbeddingModel.IsIn(file));
        Assert.Equal(Probabilities(model, "a very good compiler"), Probabilities(again, "a very good compiler"));
    }

    [Fact]
    public void The_n_grams_of_a_model_count_among_its_bytes()
    {
        var examples = LabelledLines.ThreeTopics(300, 3);

        var every = EmbeddingLearner.Train(examples, [], 3, Small, TestContext.Current.CancellationToken);
        var known = EmbeddingLearner.Train(examples, [], 3, Small with { MinimumTexts = 1 }, TestContext.Current.CancellationToken);

        var stride = RowMath.Stride(Small.Dimension);
        var rows = (known.ParameterCount / Small.Dimension) - 3;
        Assert.Equal(sizeof(float) * ((1 << 12) + 3L) * stride, every.WeightBytes);
        Assert.InRange(known.WeightBytes, (sizeof(float) * (rows + 3) * stride) + (8 * rows) + 1, long.MaxValue);
    }

    [Fact]
    public void A_text_without_n_grams_gets_equal_probabilities()
    {
        var model = EmbeddingLearner.Train(LabelledLines.ThreeTopics(300, 3), [], 3, Small, TestContext.Current.CancellationToken);

        Assert.All(Probabilities(model, ""), probability => Assert.Equal(1f / 3f, probability, 1e-6f));
    }

    private static float[] Probabilities(EmbeddingModel model, string text)
    {
        var probabilities = new float[model.Classes];
        model.Probabilities(text, probabilities);
        return probabilities;
    }

    private static int Answer(EmbeddingModel model, string text) => Array.IndexOf(Probabilities(model, text), Probabilities(model, text).Max());

    private sealed class StopAtPass(string stage, CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Stage.StartsWith(stage, StringComparison.Ordinal))
                stop.Cancel();
        }
    }
}
