using MoECollab.Errors;
using MoECollab.HashedNGramEncoder;
using MoECollab.Plugins.Tests.Packages;

namespace MoECollab.Plugins.Tests.HashedNGramEncoder;

/// <summary>Training sees texts, seed and options, and nothing else.</summary>
public sealed class HashedNGramTrainingTests
{
    private static readonly (string, string)[] Small = [("hidden", "8"), ("scheme", "ngram1-w2-c3-4-b14-d")];

    [Fact]
    public void Training_gives_equal_bytes_for_equal_seeds_whatever_the_threads()
    {
        var texts = Corpus.Texts(400, seed: 1);

        var first = Train(texts, seed: 7, threads: 1);
        var second = Train(texts, seed: 7, threads: 4);
        var other = Train(texts, seed: 8, threads: 1);

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void Training_knows_no_text_but_those_it_was_given()
    {
        var training = Corpus.Texts(300, seed: 1);
        string[] test = ["wholly unseen zebra", .. Corpus.Texts(50, seed: 2)];

        var without = Fingerprint(training, validation: []);
        var with = Fingerprint(training, validation: test);
        var leaked = Fingerprint([.. training, .. test], validation: []);

        Assert.Equal(without, with);
        Assert.NotEqual(without, leaked);
    }

    [Fact]
    public void Training_gives_texts_of_one_subject_like_vectors()
    {
        using var workplace = new Workplace();
        var plugin = new HashedNGramEncoderPlugin();
        plugin.Train(workplace.EncoderTraining(Corpus.Texts(400, seed: 1), Small));

        using var encoder = (Encoders.IDirectEncoder)plugin.Create(workplace.Encoder());
        var (soup, bread, engine) = (new float[8], new float[8], new float[8]);
        encoder.Encode("soup with onion and salt", soup);
        encoder.Encode("bake bread in the oven", bread);
        encoder.Encode("the clutch of the engine", engine);

        Assert.True(Cosine(soup, bread) > Cosine(soup, engine) + 0.2, $"{Cosine(soup, bread)} {Cosine(soup, engine)}");
    }

    [Fact]
    public void Training_of_few_texts_fills_what_it_cannot_learn_with_zeros()
    {
        using var workplace = new Workplace();
        var plugin = new HashedNGramEncoderPlugin();

        plugin.Train(workplace.EncoderTraining(["one two", "two three", "three four"], Small));
        using var encoder = (Encoders.IDirectEncoder)plugin.Create(workplace.Encoder());
        var hidden = new float[8];
        encoder.Encode("two three", hidden);

        Assert.All(hidden, value => Assert.True(float.IsFinite(value)));
        Assert.Contains(hidden, value => value != 0);
    }

    [Fact]
    public void Training_leaves_values_of_16_bits()
    {
        using var workplace = new Workplace();

        new HashedNGramEncoderPlugin().Train(workplace.EncoderTraining(Corpus.Texts(400, seed: 1), Small));

        using var weights = workplace.Files.OpenWeights("moe/model.safetensors");
        var values = weights.Floats("embedding.weight", -1, 8).ToArray();
        Assert.All(values, value => Assert.Equal(0u, BitConverter.SingleToUInt32Bits(value) & 0xFFFF));
        Assert.True(values.Distinct().Count() > 100);
    }

    [Fact]
    public void Training_names_every_unusable_option()
    {
        using var workplace = new Workplace();
        var plugin = new HashedNGramEncoderPlugin();

        var fault = Assert.Throws<MoECollabException>(() =>
            plugin.Train(workplace.EncoderTraining(["a"], ("hidden", "0"), ("scheme", "words"), ("whitening", "2"), ("wightening", "1"))));

        Assert.Equal("options-invalid", fault.Code);
        Assert.Contains("'hidden' is '0'; expected a whole number from 1 to 4096.", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'scheme'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'whitening' is '2'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'wightening' is no option of this encoder", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_without_texts_stops_with_a_sentence()
    {
        using var workplace = new Workplace();
        var plugin = new HashedNGramEncoderPlugin();

        var fault = Assert.Throws<MoECollabException>(() => plugin.Train(workplace.EncoderTraining([])));

        Assert.Equal("no-texts", fault.Code);
    }

    private static byte[] Train(string[] texts, long seed, int threads)
    {
        using var workplace = new Workplace();
        new HashedNGramEncoderPlugin().Train(workplace.EncoderTraining(texts, Small) with { Seed = seed, Threads = threads });
        return File.ReadAllBytes(Path.Combine(workplace.Folder, "moe/model.safetensors"));
    }

    private static string Fingerprint(string[] texts, string[] validation)
    {
        using var workplace = new Workplace();
        var plugin = new HashedNGramEncoderPlugin();
        plugin.Train(workplace.EncoderTraining(texts, Small) with { Validation = validation });
        using var encoder = plugin.Create(workplace.Encoder());
        return encoder.Description.Fingerprint;
    }

    private static double Cosine(float[] first, float[] second) =>
        first.Zip(second, (a, b) => (double)a * b).Sum() / Math.Sqrt(first.Sum(a => (double)a * a) * second.Sum(b => (double)b * b));
}
