using MoECollab.Errors;
using MoECollab.NGram.Tests.Data;
using MoECollab.Text;
using MoECollab.Text.Learning;
using MoECollab.Weights;

namespace MoECollab.NGram.Tests.Linear;

public sealed class NGramClassifierTests
{
    private static readonly NGramScheme Words = new() { WordNGrams = 1, Buckets = 1 << 20 };

    [Fact]
    public void Logits_are_the_weighted_sum_of_the_rows_of_known_words()
    {
        var ids = new NGramExtractor(Words).Extract("cat dog").ToArray();
        var ascending = ids.Order().ToArray();
        var (cat, dog) = (Array.IndexOf(ascending, ids[0]), Array.IndexOf(ascending, ids[1]));
        var weights = new float[4];
        (weights[cat * 2], weights[(cat * 2) + 1]) = (1f, 0f);
        (weights[dog * 2], weights[(dog * 2) + 1]) = (0f, 2f);
        float[] idf = new float[2];
        (idf[cat], idf[dog]) = (3f, 4f);
        var classifier = new NGramClassifier(new NGramVocabulary(Words, new NGramWeighting(), ascending, idf), weights, [0.5f, 0.25f]);
        var logits = new float[2];

        classifier.Score("the cat, the dog", logits);

        // (3, 4) has length 5: x = (0.6, 0.8); logits (0.6 · 1 + 0.5, 0.8 · 2 + 0.25).
        Assert.Equal(1.1f, logits[0], 1e-6f);
        Assert.Equal(1.85f, logits[1], 1e-6f);
        Assert.Equal(2 * 2, classifier.MultiplyAdds("the cat, the dog"));
    }

    [Fact]
    public void A_repeated_word_counts_one_plus_the_logarithm_of_its_count()
    {
        var id = new NGramExtractor(Words).Extract("cat").ToArray();
        var other = new NGramExtractor(Words).Extract("dog").ToArray();
        int[] ascending = [.. id.Concat(other).Order()];
        var vectorizer = new NGramVectorizer(new NGramVocabulary(Words, new NGramWeighting(), ascending, [1f, 1f]));

        vectorizer.Read("cat cat cat dog");

        var (cat, dog) = (vectorizer.Values[0], vectorizer.Values[1]);
        Assert.Equal(1f + MathF.Log(3f), cat / dog, 1e-5f);
        Assert.Equal(1f, (cat * cat) + (dog * dog), 1e-5f);
    }

    [Fact]
    public void A_text_that_another_vocabulary_has_read_gives_what_a_first_reading_gives()
    {
        int[] ids = [.. new NGramExtractor(Words).Extract("cat dog cow").ToArray().Order()];
        NGramVocabulary Knowing(params int[] rows) => new(Words, new NGramWeighting(), rows.Select(row => ids[row]).ToArray(), rows.Select(row => 1f + row).ToArray());
        string[] texts = ["cat cat dog", "cow", "cat cat dog", "", "dog cow cow cat", "cow"];
        (int[], float[]) Read(NGramVectorizer vectorizer, string text)
        {
            vectorizer.Read(text);
            return (vectorizer.Rows.ToArray(), vectorizer.Values.ToArray());
        }

        foreach (var text in texts)
        {
            var other = Read(new NGramVectorizer(Knowing(0, 2)), text);
            var shared = Read(new NGramVectorizer(Knowing(0, 1, 2)), text);
            (int[] Rows, float[] Values) first = ([], []);
            var thread = new Thread(() => first = Read(new NGramVectorizer(Knowing(0, 1, 2)), text));
            thread.Start();
            thread.Join();

            Assert.Equal(first.Rows, shared.Item1);
            Assert.Equal(first.Values, shared.Item2);
            Assert.True(other.Item1.Length <= shared.Item1.Length);
        }
    }

    [Fact]
    public void A_text_without_known_words_gets_the_bias()
    {
        var classifier = new NGramClassifier(new NGramVocabulary(Words, new NGramWeighting(), [], []), [], [1f, 3f]);
        var probabilities = new float[2];

        classifier.Probabilities("", probabilities);

        Assert.Equal(1f / (1f + MathF.Exp(2f)), probabilities[0], 1e-6f);
        Assert.Equal(1f, probabilities.Sum(), 1e-6f);
    }

    [Fact]
    public void Sparse_scores_equal_a_dense_product()
    {
        var examples = LabelledLines.ThreeTopics(60, 1);
        var learning = new NGramLearning { Strengths = [1f], MinimumWordTexts = 1, MinimumCharacterTexts = 1 };
        var classifier = NGramLearner.Train(examples, examples, 3, learning, TestContext.Current.CancellationToken);
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "ngram.safetensors");
        classifier.Save(path);
        using var file = WeightFile.Open(path);
        var (weights, bias) = (file.Floats("ngram.weight", -1, 3).ToArray(), file.Floats("ngram.bias", 3).ToArray());
        var vectorizer = new NGramVectorizer(classifier.Vocabulary);

        foreach (var example in examples)
        {
            vectorizer.Read(example.Text);
            var dense = new double[classifier.Vocabulary.Count];
            for (var at = 0; at < vectorizer.Rows.Length; at++)
                dense[vectorizer.Rows[at]] += vectorizer.Values[at];
            var logits = new float[3];
            classifier.Score(example.Text, logits);

            for (var its = 0; its < 3; its++)
                Assert.Equal(bias[its] + Enumerable.Range(0, dense.Length).Sum(row => dense[row] * weights[(row * 3) + its]), logits[its], 1e-4);
        }
    }

    [Fact]
    public void A_saved_classifier_reads_back_with_equal_answers()
    {
        var examples = LabelledLines.ThreeTopics(60, 1);
        var classifier = NGramLearner.Train(examples, [], 3, new NGramLearning { Strengths = [1f] }, TestContext.Current.CancellationToken);
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "ngram.safetensors");
        classifier.Save(path);
        using var file = WeightFile.Open(path);

        var again = NGramClassifier.Load(file);

        Assert.Equal(classifier.Vocabulary.Scheme, again.Vocabulary.Scheme);
        Assert.Equal(classifier.Vocabulary.Weighting, again.Vocabulary.Weighting);
        foreach (var example in examples)
        {
            var (expected, found) = (new float[3], new float[3]);
            classifier.Score(example.Text, expected);
            again.Score(example.Text, found);
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void Load_refuses_a_file_whose_ids_are_out_of_order()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "ngram.safetensors");
        WeightWriter.Write(
            path,
            [
                NamedWeights.Of("ngram.ids", [7, 3], 2),
                NamedWeights.Of("ngram.idf", [1f, 1f], 2),
                NamedWeights.Of("ngram.weight", [1f, 1f], 2, 1),
                NamedWeights.Of("ngram.bias", [0f], 1),
            ],
            new Dictionary<string, string> { ["ngram.scheme"] = Words.Fingerprint, ["ngram.weighting"] = "1;0.5;0.5" });
        using var file = WeightFile.Open(path);

        var fault = Assert.Throws<WeightFileException>(() => NGramClassifier.Load(file));

        Assert.Contains("Id 3 at row 1 is out of order", fault.Message, StringComparison.Ordinal);
    }
}
