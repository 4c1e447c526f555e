using System.Text.Json;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Tests.Budget;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Scheduling;

/// <summary>What a batch of mixed experts answers is what each input is answered alone: plugins on tensors, and built-in kinds on rows in host memory.</summary>
public sealed class BatchEquivalenceTests : IAsyncLifetime
{
    private const double Tolerance = 1e-5;

    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();
    private readonly Turnstile _turnstile;
    private RunningHost _host = null!;

    public BatchEquivalenceTests() => _turnstile = new Turnstile(_folder);

    public async ValueTask InitializeAsync()
    {
        _folder.AddExpert("held", 'z', "1.0.0", null, _turnstile.Option);
        for (var seed = 1; seed <= 3; seed++)
            AdapterPackages.Add(_folder, $"adapter-{seed}", seed, rank: 4);
        _host = await RunningHost.StartAsync(_folder, ("Batching:Lanes", "1"), ("Plugins:Watch", "false"), ("Reliability:ExpertTimeoutMilliseconds", "60000"));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public async Task Batch_answers_what_each_input_is_answered_alone_in_its_order(int rows)
    {
        string[] texts = [.. Enumerable.Range(0, rows).Select(TextOf)];
        var alone = new List<JsonElement>();
        foreach (var text in texts)
            alone.Add((await _host.PostAsync("/moe/v1/infer", Body(text))).Answer);

        var together = (await _host.PostAsync("/moe/v1/infer", Body(texts))).Json.GetProperty("answers");

        Assert.Equal(rows, together.GetArrayLength());
        for (var row = 0; row < rows; row++)
            AssertSame(alone[row], together[row]);
        if (rows >= 8)
            Assert.True(together.EnumerateArray().Select(answer => answer.GetProperty("experts")[0].GetProperty("id").GetString()).Distinct().Count() >= 3);
    }

    [Fact]
    public async Task Requests_of_many_callers_in_one_batch_are_each_answered_as_alone()
    {
        const int Callers = 33;
        var alone = new List<JsonElement>();
        for (var caller = 0; caller < Callers; caller++)
            alone.Add((await _host.PostAsync("/moe/v1/infer", Body(TextOf(caller)))).Answer);
        var first = _host.PostAsync("/moe/v1/infer", RunningHost.Body("zzzzzz turn!"));
        await _turnstile.ArrivedAsync(1);

        var asked = Enumerable.Range(0, Callers).Select(caller => _host.PostAsync("/moe/v1/infer", Body(TextOf(caller)))).ToList();
        await Eventually.TrueAsync(() => _host.Service<Scheduler>().QueueLength == Callers, "they gather");
        _turnstile.Open(1);
        var replies = await Task.WhenAll(asked);

        for (var caller = 0; caller < Callers; caller++)
            AssertSame(alone[caller], replies[caller].Answer);
        Assert.Equal(200, (await first).Status);
    }

    private static string TextOf(int row) => new string('a', row % 5) + new string('b', row * 7 % 4) + new string('c', row * 3 % 7) + (char)('d' + (row % 20));

    private static string Body(params string[] texts) => JsonSerializer.Serialize(new { texts, topK = 3, probabilities = true });

    private static void AssertSame(JsonElement expected, JsonElement actual)
    {
        Assert.Equal(Ids(expected), Ids(actual));
        foreach (var (one, other) in expected.GetProperty("experts").EnumerateArray().Zip(actual.GetProperty("experts").EnumerateArray()))
            Assert.Equal(one.GetProperty("weight").GetDouble(), other.GetProperty("weight").GetDouble(), Tolerance);
        Assert.Equal(expected.GetProperty("label").GetString(), actual.GetProperty("label").GetString());
        Assert.Equal(expected.GetProperty("probability").GetDouble(), actual.GetProperty("probability").GetDouble(), Tolerance);
        var probabilities = expected.GetProperty("probabilities").EnumerateObject().ToList();
        Assert.True(probabilities.Count >= 6);
        Assert.All(probabilities, one => Assert.Equal(one.Value.GetDouble(), actual.GetProperty("probabilities").GetProperty(one.Name).GetDouble(), Tolerance));
    }

    private static string[] Ids(JsonElement answer) => [.. answer.GetProperty("experts").EnumerateArray().Select(expert => expert.GetProperty("id").GetString()!)];
}
