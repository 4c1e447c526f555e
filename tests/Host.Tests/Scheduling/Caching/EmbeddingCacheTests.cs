using Microsoft.Extensions.Options;
using MoECollab.Encoders;
using MoECollab.Host.Budget;
using MoECollab.Host.Configuring;
using MoECollab.Host.Scheduling.Caching;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Inputs;
using NSubstitute;
using static TorchSharp.torch;

namespace MoECollab.Host.Tests.Scheduling.Caching;

public sealed class EmbeddingCacheTests : IDisposable
{
    private const int Size = 4;
    private const long Row = (Size * sizeof(float)) + EmbeddingCache.BytesBesides;

    private readonly HostMetrics _metrics = new();
    private int _encoded;

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void Text_that_comes_again_is_not_encoded_again_and_has_the_same_bits()
    {
        var cached = Cache(10 * Row).Over(Encoder("one"), CPU);

        var miss = Read(cached, "a", "b", "a");
        var hits = Read(cached, "b", "a");
        var direct = new float[Size];
        ((IDirectEncoder)cached).Encode("b", direct);

        Assert.Equal(2, _encoded);
        Assert.Equal(miss[0], miss[2]);
        Assert.Equal([miss[1], miss[0]], hits);
        Assert.Equal(miss[1], direct);
        Assert.Equal((3, 2), (_metrics.EmbeddingHits.Get(), _metrics.EmbeddingMisses.Get()));
    }

    [Fact]
    public void Vectors_of_another_fingerprint_are_others()
    {
        var cache = Cache(10 * Row);
        var (one, two) = (cache.Over(Encoder("one"), CPU), cache.Over(Encoder("two"), CPU));

        for (var round = 0; round < 3; round++)
            Assert.NotEqual(Read(one, "a"), Read(two, "a"));

        Assert.Equal(2, _encoded);
    }

    [Fact]
    public void Bytes_stay_within_their_limit_and_the_longest_unused_go_first()
    {
        var cache = Cache(3 * Row);
        var cached = cache.Over(Encoder("one"), CPU);

        Read(cached, "a", "b", "c");
        Read(cached, "a");
        Read(cached, "d");
        var before = _encoded;
        Read(cached, "a", "c", "d");

        Assert.Equal(before, _encoded);
        Assert.Equal(3 * Row, cache.Bytes);
        Assert.Equal(3 * Row, _metrics.EmbeddingBytes.Get());
        Read(cached, "b");
        Assert.Equal(before + 1, _encoded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_have_the_same_bits_whatever_shares_their_call_and_whether_they_were_kept(bool isShaped)
    {
        // An encoder whose rows change with the size of the batch, as those of a padded one do in their last bits.
        var encoder = isShaped ? Substitute.For<IFixedShapeEncoder>() : Substitute.For<IEncoder>();
        encoder.Description.Returns(new EncoderDescription("padded", "1.0.0", "padded", Size));
        encoder.MultiplyAdds(Arg.Any<RawInput>()).Returns(1_000_000);
        encoder.Encode(Arg.Any<IReadOnlyList<RawInput>>()).Returns(call => Rows(call.Arg<IReadOnlyList<RawInput>>(), call.Arg<IReadOnlyList<RawInput>>().Count));
        if (encoder is IFixedShapeEncoder shaped)
            shaped.EncodeFixed(Arg.Any<IReadOnlyList<RawInput>>()).Returns(call => Rows(call.Arg<IReadOnlyList<RawInput>>(), 1));
        var expected = Enumerable.Range(0, 26).ToDictionary(letter => $"{(char)('a' + letter)}", letter => Read(Cache(26 * Row).Over(encoder, CPU), $"{(char)('a' + letter)}")[0]);
        var cached = Cache(10 * Row).Over(encoder, CPU);
        var random = new Random(3);

        // There is room for ten: hits, misses and what was let go of come together.
        for (var round = 0; round < 100; round++)
        {
            var texts = Enumerable.Range(0, random.Next(1, 34)).Select(_ => $"{(char)('a' + random.Next(26))}").ToArray();
            Assert.Equal(texts.Select(text => expected[text]), Read(cached, texts));
        }

        if (isShaped)
            encoder.DidNotReceive().Encode(Arg.Any<IReadOnlyList<RawInput>>());

        static Tensor Rows(IReadOnlyList<RawInput> inputs, int size) =>
            tensor([.. inputs.SelectMany(input => Enumerable.Range(0, Size).Select(at => MathF.Sqrt(input.Text[0] + at) + (1e-6f * size)))], [inputs.Count, Size]);
    }

    [Fact]
    public void Text_with_fields_is_encoded_every_time()
    {
        var cached = Cache(10 * Row).Over(Encoder("one"), CPU);
        var input = new RawInput("a") { Fields = new Dictionary<string, string> { ["language"] = "de" } };

        for (var round = 0; round < 2; round++)
            cached.Encode([input, new RawInput("a")]).Dispose();

        Assert.Equal(3, _encoded);
    }

    [Fact]
    public void Encoder_that_costs_less_than_a_look_up_and_one_without_a_cache_stay_as_they_are()
    {
        var cheap = Encoder("one", multiplyAdds: 999_999);
        var dear = Encoder("one");

        Assert.Same(cheap, Cache(10 * Row).Over(cheap, CPU));
        Assert.Same(dear, Cache(0).Over(dear, CPU));
        Assert.Same(dear, Cache(10 * Row, budget: (10 * Row) - 1).Over(dear, CPU));
        Assert.IsType<CachedEncoder>(Cache(10 * Row, budget: 10 * Row).Over(dear, CPU));
        Assert.Null(Cache(10 * Row).Over(null, CPU));
    }

    [Fact]
    public async Task Served_answers_are_the_same_with_and_without_a_cache()
    {
        using var folder = ServedFolder.WithThreeExperts();
        string[] texts = ["aab", "bbc", "cca", "aab"];
        string expected;
        await using (var without = await RunningHost.StartAsync(folder))
            expected = (await without.PostAsync("/moe/v1/infer", RunningHost.Body(texts))).Json.GetProperty("answers").GetRawText();

        await using var host = await RunningHost.StartAsync(folder, ("Batching:CacheBytes", "100000"), ("Batching:CacheFromMultiplyAdds", "1"));
        var first = await host.PostAsync("/moe/v1/infer", RunningHost.Body(texts));
        var alone = await host.PostAsync("/moe/v1/infer", RunningHost.Body(texts[1]));
        var again = await host.PostAsync("/moe/v1/infer", RunningHost.Body(texts));

        Assert.True(host.Service<HostMetrics>().EmbeddingHits.Get() > 0);
        Assert.Equal(expected, first.Json.GetProperty("answers").GetRawText());
        Assert.Equal(expected, again.Json.GetProperty("answers").GetRawText());
        Assert.Equal(first.Json.GetProperty("answers")[1].GetProperty("probability").GetRawText(), alone.Answer.GetProperty("probability").GetRawText());
        Assert.Contains("moe_embedding_cache_hits_total", (await host.GetAsync("/metrics")).Text, StringComparison.Ordinal);
    }

    private EmbeddingCache Cache(long bytes, long budget = 0) => new(
        Options.Create(new BatchingOptions { CacheBytes = bytes }),
        new ExpertPlacement(new HostStart("."), new MemoryTiers(false), Options.Create(new BudgetOptions { HostBytes = budget }), _metrics, TimeProvider.System),
        _metrics);

    private IEncoder Encoder(string fingerprint, long multiplyAdds = 1_000_000)
    {
        var encoder = Substitute.For<IEncoder>();
        encoder.Description.Returns(new EncoderDescription("counting", "1.0.0", fingerprint, Size));
        encoder.MultiplyAdds(Arg.Any<RawInput>()).Returns(multiplyAdds);
        encoder.Encode(Arg.Any<IReadOnlyList<RawInput>>()).Returns(call =>
        {
            var inputs = call.Arg<IReadOnlyList<RawInput>>();
            _encoded += inputs.Count;
            return tensor([.. inputs.SelectMany(input => Enumerable.Range(0, Size).Select(at => (float)(fingerprint.Length + fingerprint[0] + input.Text[0] + at)))], [inputs.Count, Size]);
        });
        return encoder;
    }

    private static List<float[]> Read(IEncoder encoder, params string[] texts)
    {
        using var hidden = encoder.Encode([.. texts.Select(text => new RawInput(text))]);
        return [.. hidden.data<float>().ToArray().Chunk(Size)];
    }
}
