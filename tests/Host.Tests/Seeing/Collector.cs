using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MoECollab.Host.Tests.Seeing;

/// <summary>An OpenTelemetry collector that reads OTLP over HTTP by the protocol's own field numbers, and keeps what comes.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Collector(WebApplication app) => _app = app;

    public ConcurrentBag<CollectedSpan> Spans { get; } = [];

    public ConcurrentDictionary<string, CollectedMetric> Metrics { get; } = new(StringComparer.Ordinal);

    public ConcurrentBag<string> Keys { get; } = [];

    public string Address => _app.Urls.Single();

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var collector = new Collector(app);
        app.MapPost("/v1/traces", context => collector.ReadAsync(context, collector.ReadSpans));
        app.MapPost("/v1/metrics", context => collector.ReadAsync(context, collector.ReadMetrics));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ReadAsync(HttpContext context, Action<ProtoMessage> read)
    {
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        Keys.Add(context.Request.Headers["x-key"].ToString());
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        read(new ProtoMessage(body.ToArray()));
    }

    // ExportTraceServiceRequest: resource_spans = 1, scope_spans = 2, spans = 2.
    private void ReadSpans(ProtoMessage request)
    {
        foreach (var span in request.All(1).SelectMany(resource => resource.All(2)).SelectMany(scope => scope.All(2)))
        {
            var tags = span.All(9).ToDictionary(tag => tag.Text(1), tag => tag.All(2).Single() is var value && value.Text(1) is { Length: > 0 } text ? text : $"{value.Number(3)}", StringComparer.Ordinal);
            Spans.Add(new CollectedSpan(span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), span.Number(7), span.Number(8), tags));
        }
    }

    // ExportMetricsServiceRequest: resource_metrics = 1, scope_metrics = 2, metrics = 2; gauge = 5, sum = 7, histogram = 9.
    private void ReadMetrics(ProtoMessage request)
    {
        foreach (var metric in request.All(1).SelectMany(resource => resource.All(2)).SelectMany(scope => scope.All(2)))
        {
            var kind = metric.Has(9) ? "histogram" : metric.Has(7) ? "sum" : "gauge";
            // data_points = 1; their attributes: 7 in numbers, 9 in histograms.
            var labels = metric.All(kind == "histogram" ? 9 : kind == "sum" ? 7 : 5).SelectMany(data => data.All(1))
                .Select(point => string.Join(",", point.All(kind == "histogram" ? 9 : 7).Select(tag => $"{tag.Text(1)}={tag.All(2).Single().Text(1)}"))).ToList();
            // Every host of this process has a meter of this name.
            Metrics.AddOrUpdate(metric.Text(1), _ => new CollectedMetric(kind, metric.Text(3), labels), (_, other) => new CollectedMetric(kind, metric.Text(3), [.. other.Labels.Union(labels)]));
        }
    }
}
