using MoECollab.Encoders;
using MoECollab.Errors;
using MoECollab.HashedNGramEncoder;
using MoECollab.Inputs;
using MoECollab.Plugins.Tests.Packages;
using MoECollab.Tests;
using MoECollab.Text;
using MoECollab.Weights;
using static TorchSharp.torch;

namespace MoECollab.Plugins.Tests.HashedNGramEncoder;

/// <summary>h = √d · s / ‖s‖, s = Σ (1 + ln count) · E[n-gram].</summary>
public sealed class HashedNGramEncodingTests : IDisposable
{
    private static readonly NGramScheme Words = new() { WordNGrams = 1, Buckets = 1 << 16 };

    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public void Encode_weighs_distinct_words_and_normalises()
    {
        using var encoder = Known();
        var hidden = new float[2];

        encoder.Encode("b a b c", hidden);

        // s = E[a] + (1 + ln 2)·E[b] = (3, 0) + 1.6931472·(0, 2) = (3, 3.3862944); ‖s‖ = 4.5240383; c has no row
        Assert.Equal(1.4142135f * 3 / 4.5240383f, hidden[0], 1e-5f);
        Assert.Equal(1.4142135f * 3.3862944f / 4.5240383f, hidden[1], 1e-5f);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing known here")]
    [InlineData("\ud800 \udc00")]
    public void Encode_of_a_text_without_known_words_is_the_zero_vector(string text)
    {
        using var encoder = Known();
        float[] hidden = [5, 5];

        encoder.Encode(text, hidden);

        Assert.Equal([0f, 0f], hidden);
    }

    [Fact]
    public void Encode_of_a_batch_equals_encoding_one_by_one_and_leaves_no_tensor()
    {
        using var encoder = Known();
        var before = LiveTensors.OfThisThread;

        float[] values;
        using (var batch = encoder.Encode([new RawInput("a"), new RawInput("b b"), new RawInput("a b")]))
        {
            Assert.Equal([3L, 2L], batch.shape);
            values = batch.ToFloats();
        }

        var single = new float[2];
        encoder.Encode("a b", single);
        Assert.Equal(single, values[4..]);
        Assert.Equal(before, LiveTensors.OfThisThread);
    }

    [Fact]
    public void Encode_allocates_nothing_once_warm()
    {
        using var encoder = Known();
        var hidden = new float[2];
        var text = string.Join(' ', Corpus.Texts(20, seed: 1));
        encoder.Encode(text, hidden);

        // A collection that other tests set off counts what this thread had left of its memory, now and then.
        var allocated = Enumerable.Range(0, 10).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
                encoder.Encode(text, hidden);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Encode_gives_the_same_bits_for_a_string_and_for_utf_8()
    {
        using var encoder = Known();
        string[] texts = ["b a b c", "", "A, b! 漢字", "a\uD83Db", "\uDE00", "a 😀 b e\u0301"];

        foreach (var text in texts)
        {
            float[] hidden = [5, 5], theirs = [5, 5];
            encoder.Encode(System.Text.Encoding.UTF8.GetBytes(text), hidden);
            ((IDirectEncoder)new ViaStrings(encoder)).Encode(System.Text.Encoding.UTF8.GetBytes(text), theirs);

            Assert.Equal(Encoded(encoder, text), hidden);
            Assert.Equal(hidden, theirs);
        }
    }

    [Fact]
    public void Encode_takes_octets_that_are_no_utf_8_for_what_they_decode_to()
    {
        using var encoder = Known();
        byte[] octets = [(byte)'a', 0xF0, 0x9F, (byte)'b', 0xC0, 0xAF, (byte)'b'];
        var hidden = new float[2];

        encoder.Encode(octets, hidden);

        Assert.Equal(Encoded(encoder, "a\uFFFDb\uFFFD\uFFFDb"), hidden);
        Assert.Equal(Encoded(encoder, "a b b"), hidden);
        Assert.Throws<ArgumentException>(() => encoder.Encode("a"u8, new float[3]));
    }

    [Fact]
    public void Encode_may_overlap()
    {
        using var encoder = Known();
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => string.Join(' ', Enumerable.Repeat("a", i % 7).Concat(Enumerable.Repeat("b", i % 5))))];
        var alone = texts.Select(text => Encoded(encoder, text)).ToArray();

        var together = texts.AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(text => Encoded(encoder, text)).ToArray();

        Assert.Equal(alone, together);
    }

    [Fact]
    public void MultiplyAdds_counts_a_row_for_each_distinct_word()
    {
        using var encoder = Known();

        var work = encoder.MultiplyAdds(new RawInput("b a b c"));

        Assert.Equal((2 + 2) * 2, work);   // rows of a and b, the norm and the scaling, d = 2
        Assert.Equal(4, encoder.ParameterCount);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(31)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(256)]
    [InlineData(300)]
    public void Encode_gives_the_same_bits_from_half_the_memory(int size)
    {
        var texts = Corpus.Texts(40, seed: 3);
        var (table, buckets) = Rows(texts, size);

        // A row that no text reads keeps the whole table from being halved.
        Write([.. table, .. Enumerable.Repeat(1.0000001f, size)], [.. buckets, Unused(buckets)], size);
        using var whole = (IDirectEncoder)new HashedNGramEncoderPlugin().Create(_workplace.Encoder());
        Write([.. table, .. Enumerable.Repeat(1f, size)], [.. buckets, Unused(buckets)], size);
        using var halved = (IDirectEncoder)new HashedNGramEncoderPlugin().Create(_workplace.Encoder());

        foreach (var text in texts)
        {
            var encoded = Encoded(halved, text, size);

            Assert.Equal(Encoded(whole, text, size), encoded);
            AssertClose(Expected(text, table, buckets, size), encoded);
        }
    }

    [Fact]
    public void Encode_reads_more_rows_than_16_bits_count()
    {
        int[] buckets = [.. Enumerable.Range(0, 1 << 16)];
        var table = new float[2 * buckets.Length];
        for (var row = 0; row < buckets.Length; row++)
            (table[2 * row], table[(2 * row) + 1]) = ((row % 7) + 1, row % 5);
        Write(table, buckets);
        using var encoder = (IDirectEncoder)new HashedNGramEncoderPlugin().Create(_workplace.Encoder());

        foreach (var text in Corpus.Texts(20, seed: 4))
            AssertClose(Expected(text, table, buckets, 2), Encoded(encoder, text));
    }

    [Fact]
    public void Create_refuses_a_bucket_that_the_scheme_does_not_have()
    {
        Write([1f, 2f], [1 << 16]);

        var fault = Assert.Throws<WeightFileException>(() => new HashedNGramEncoderPlugin().Create(_workplace.Encoder()));

        Assert.Contains("names bucket 65536; the scheme ngram1-w1-c0-0-b16-d has 0 to 65535", fault.Message, StringComparison.Ordinal);
    }

    // h by its definition, in double.
    private static float[] Expected(string text, float[] table, int[] buckets, int size)
    {
        var sums = new double[size];
        foreach (var group in new NGramExtractor(Words).Extract(text).ToArray().GroupBy(bucket => Array.IndexOf(buckets, bucket)).Where(group => group.Key >= 0))
        {
            for (var i = 0; i < size; i++)
                sums[i] += (1 + Math.Log(group.Count())) * table[(group.Key * size) + i];
        }

        var length = Math.Sqrt(sums.Sum(sum => sum * sum));
        return [.. sums.Select(sum => length > 0 ? (float)(sum * Math.Sqrt(size) / length) : 0f)];
    }

    // A row of bfloat16 values for two thirds of the buckets that occur in the texts.
    private static (float[] Table, int[] Buckets) Rows(IReadOnlyList<string> texts, int size)
    {
        var extractor = new NGramExtractor(Words);
        int[] buckets = [.. texts.SelectMany(text => extractor.Extract(text).ToArray()).Distinct().Order().Where(bucket => bucket % 3 != 0)];
        var random = new Random(size);
        return ([.. Enumerable.Range(0, buckets.Length * size).Select(_ => (random.Next(255) - 127) / 64f)], buckets);
    }

    private static int Unused(int[] buckets) => Enumerable.Range(0, Words.Buckets).First(bucket => bucket % 3 == 0 && !buckets.Contains(bucket));

    private static void AssertClose(float[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-5f * MathF.Max(1f, MathF.Abs(expected[i])));
    }

    private static float[] Encoded(IDirectEncoder encoder, string text, int size = 2)
    {
        var hidden = new float[size];
        encoder.Encode(text, hidden);
        return hidden;
    }

    /// <summary>An encoder that knows of strings alone.</summary>
    private sealed class ViaStrings(IDirectEncoder encoder) : IDirectEncoder
    {
        public EncoderDescription Description => encoder.Description;

        public long ParameterCount => encoder.ParameterCount;

        public Tensor Encode(IReadOnlyList<RawInput> inputs) => encoder.Encode(inputs);

        public void Encode(ReadOnlySpan<char> text, Span<float> hidden) => encoder.Encode(text, hidden);

        public long MultiplyAdds(RawInput input) => encoder.MultiplyAdds(input);

        public void Dispose()
        {
        }
    }

    /// <summary>E[a] = (3, 0), E[b] = (0, 2).</summary>
    private IDirectEncoder Known()
    {
        var extractor = new NGramExtractor(Words);
        var (a, b) = (extractor.Extract("a")[0], extractor.Extract("b")[0]);
        if (a < b)
            Write([3, 0, 0, 2], [a, b]);
        else
            Write([0, 2, 3, 0], [b, a]);
        return (IDirectEncoder)new HashedNGramEncoderPlugin().Create(_workplace.Encoder());
    }

    private void Write(float[] table, int[] buckets, int size = 2)
    {
        Directory.CreateDirectory(Path.Combine(_workplace.Folder, "moe"));
        WeightWriter.Write(
            Path.Combine(_workplace.Folder, "moe/model.safetensors"),
            [NamedWeights.Of("embedding.weight", table, buckets.Length, size), NamedWeights.Of("embedding.buckets", buckets, buckets.Length)],
            new Dictionary<string, string> { ["scheme"] = Words.Fingerprint });
    }
}
