using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace MoECollab.Host.Tests.Seeing;

/// <summary>An OpenTelemetry collector that reads OTLP, over HTTP and over gRPC, by the protocol's own field numbers, and keeps what comes.</summary>
internal sealed class Collector : IAsyncDisposable
{
    // Of a gRPC message: whether it is compressed, and its length.
    private const int GrpcHeader = 5;

    private readonly WebApplication _app;

    private Collector(WebApplication app) => _app = app;

    public ConcurrentBag<CollectedSpan> Spans { get; } = [];

    public ConcurrentDictionary<string, CollectedMetric> Metrics { get; } = new(StringComparer.Ordinal);

    public ConcurrentBag<string> Keys { get; } = [];

    public ConcurrentBag<CollectedLog> Logs { get; } = [];

    /// <summary>What the sender says of itself, <c>name=value</c>.</summary>
    public ConcurrentBag<string> Resources { get; } = [];

    public string Address => _app.Urls.First();

    public string GrpcAddress => _app.Urls.Last();

    /// <param name="port">The port to listen at over HTTP; 0 for any.</param>
    public static async Task<Collector> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Listen(IPAddress.Loopback, 0, grpc => grpc.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        var collector = new Collector(app);
        foreach (var (path, service, read) in new (string, string, Action<ProtoMessage>)[] { ("traces", "trace.v1.Trace", collector.ReadSpans), ("metrics", "metrics.v1.Metrics", collector.ReadMetrics), ("logs", "logs.v1.Logs", collector.ReadLogs) })
        {
            app.MapPost($"/v1/{path}", context => collector.ReadAsync(context, read));
            app.MapPost($"/opentelemetry.proto.collector.{service}Service/Export", context => collector.ReadGrpcAsync(context, read));
        }

        await app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ReadAsync(HttpContext context, Action<ProtoMessage> read)
    {
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        Read(await BodyOfAsync(context), read);
    }

    private async Task ReadGrpcAsync(HttpContext context, Action<ProtoMessage> read)
    {
        Assert.Equal("application/grpc", context.Request.ContentType);
        Read((await BodyOfAsync(context))[GrpcHeader..], read);
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[GrpcHeader]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private async Task<byte[]> BodyOfAsync(HttpContext context)
    {
        Keys.Add(context.Request.Headers["x-key"].ToString());
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    // In all three kinds of requests: resources = 1; resource = 1, attributes = 1.
    private void Read(byte[] body, Action<ProtoMessage> read)
    {
        var request = new ProtoMessage(body);
        foreach (var attribute in request.All(1).SelectMany(resource => resource.All(1)).SelectMany(resource => resource.All(1)))
            Resources.Add($"{attribute.Text(1)}={attribute.All(2).Single().Text(1)}");
        read(request);
    }

    // ExportLogsServiceRequest: resource_logs = 1, scope_logs = 2, scope = 1, log_records = 2; severity_text = 3, body = 5.
    private void ReadLogs(ProtoMessage request)
    {
        foreach (var scope in request.All(1).SelectMany(resource => resource.All(2)))
        {
            foreach (var line in scope.All(2))
                Logs.Add(new CollectedLog(scope.All(1).Single().Text(1), line.Text(3), line.All(5).Single().Text(1)));
        }
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
