using System.Collections.Concurrent;
using System.Diagnostics;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Seeing.Traces;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;

namespace MoECollab.Host.Tests.Seeing;

/// <summary>Spans as a listener within the process has them at the moment when the caller has its answer.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    // Other hosts of this process are traced too, under traces of their own.
    private const string Own = "5ee05ee05ee05ee0", Caller = "b7ad6b7169203331";
    private const int Together = 12;

    private static readonly TimeSpan SlowListener = TimeSpan.FromMilliseconds(5);

    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;
    private RunningHost _host = null!;

    public TraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RequestTrace.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> asked) =>
                asked.Parent.TraceId.ToHexString().StartsWith(Own, StringComparison.Ordinal) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public async ValueTask InitializeAsync()
    {
        _folder.AddExpert("slow", 'z', "1.0.0", null, ("faulty", "true"));
        _host = await RunningHost.StartAsync(_folder, ("Batching:Lanes", "1"), ("Plugins:Watch", "false"));
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Requests_answered_together_have_a_trace_each_with_the_shared_passes_and_their_own_experts()
    {
        var scheduler = _host.Service<Scheduler>();
        // While the lane is in an expert that waits until its caller goes, the others gather: they are one batch.
        using var leave = new CancellationTokenSource();
        var first = scheduler.SubmitAsync(new WorkItem([new RawInput("zzz patient!")], MixtureRequest.Plain), leave.Token);
        await Eventually.TrueAsync(() => scheduler is { Accepted: 1, QueueLength: 0 }, "the lane is busy");

        var asked = Enumerable.Range(0, Together).Select(AskAsync).ToList();
        await Eventually.TrueAsync(() => scheduler.QueueLength == Together, "they gather");
        await leave.CancelAsync();
        await Task.WhenAll(asked);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        var spans = _spans.ToList();
        for (var number = 0; number < Together; number++)
        {
            var own = spans.Where(span => span.TraceId.ToHexString() == TraceOf(number)).ToList();
            // Those below it have ended when it ends.
            Assert.Equal(("moe.request", Caller), (own[^1].OperationName, own[^1].ParentSpanId.ToHexString()));
            var below = own[..^1];
            Assert.Equal(["moe.encode", .. ExpertsOf(number).Select(id => $"moe.expert {id}"), "moe.gate"], below.Select(span => span.OperationName).Order(StringComparer.Ordinal));
            Assert.All(below, span => Assert.Equal(own[^1].SpanId, span.ParentSpanId));
            Assert.Equal(Together, below.Single(span => span.OperationName == "moe.encode").GetTagItem("moe.batch.inputs"));
            Assert.Equal(Together * 2 / 3, below.First(span => span.OperationName.StartsWith("moe.expert", StringComparison.Ordinal)).GetTagItem("moe.batch.inputs"));
        }
    }

    private static string TraceOf(int number) => $"{Own}{number + 1:x16}";

    private static string TextOf(int number) => (number % 3) switch { 0 => "aab", 1 => "bbc", _ => "cca" };

    private static string[] ExpertsOf(int number) => (number % 3) switch { 0 => ["alpha", "beta"], 1 => ["beta", "gamma"], _ => ["alpha", "gamma"] };

    private async Task AskAsync(int number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/moe/v1/infer") { Content = new StringContent($$"""{"texts":["{{TextOf(number)}}"],"topK":2}""", System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("traceparent", $"00-{TraceOf(number)}-{Caller}-01");
        using var response = await _host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
    }

    // Slower than the caller's answer could be: a span that came after the answer would be missing.
    private void Keep(Activity span)
    {
        if (span.OperationName == "moe.encode")
            Thread.Sleep(SlowListener);
        _spans.Enqueue(span);
    }
}
