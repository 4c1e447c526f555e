using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MoECollab.Host.Configuring;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Host.Seeing.Traces;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MoECollab.Host.Seeing.Exporting;

/// <summary>Sends metrics and traces to an OpenTelemetry collector, where the configuration names one. Where it names none, nobody listens, and nothing is made to be sent.</summary>
internal sealed partial class OtlpExport(IOptions<TelemetryOptions> options, Gauges gauges, TimeProvider time, ILogger<OtlpExport> log) : BackgroundService
{
    private const int TimeoutMilliseconds = 3000, QueuedSpans = 16_384, SpanDelayMilliseconds = 1000;

    private MeterProvider? _meters;
    private TracerProvider? _traces;
    private bool _isReached = true;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.OtlpEndpoint.Length == 0)
            return Task.CompletedTask;
        var host = ResourceBuilder.CreateEmpty().AddService("moecollab", serviceVersion: ProductVersion.Text);
        _meters = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(host)
            .AddMeter(HostMetrics.MeterName)
            .AddReader(new BaseExportingMetricReader(new OtlpMetricExporter(ExporterOptions("v1/metrics"))))
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(host)
            .AddSource(RequestTrace.SourceName)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.Value.TracePercent / 100.0)))
            .AddProcessor(new BatchActivityExportProcessor(new OtlpTraceExporter(ExporterOptions("v1/traces")), QueuedSpans, SpanDelayMilliseconds))
            .Build();
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_meters is null)
            return;
        await Task.Run(() =>
        {
            Send();
            _traces?.ForceFlush(TimeoutMilliseconds);
        }, CancellationToken.None);
    }

    public override void Dispose()
    {
        _meters?.Dispose();
        _traces?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.OtlpIntervalSeconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Send();
        }
        catch (OperationCanceledException)
        {
            // The host stops; what is left is sent then.
        }
    }

    private void Send()
    {
        gauges.Refresh();
        var isReached = _meters!.ForceFlush(TimeoutMilliseconds);
        if (!isReached && _isReached)
            LogLost(options.Value.OtlpEndpoint);
        else if (isReached && !_isReached)
            LogFound(options.Value.OtlpEndpoint);
        _isReached = isReached;
    }

    private OtlpExporterOptions ExporterOptions(string path)
    {
        var made = new OtlpExporterOptions
        {
            Protocol = OtlpExportProtocol.HttpProtobuf,
            Endpoint = new Uri(new Uri(options.Value.OtlpEndpoint), path),
            TimeoutMilliseconds = TimeoutMilliseconds,
        };
        if (options.Value.OtlpHeadersFile is { Length: > 0 } file)
            made.Headers = File.ReadAllText(file).Trim();
        return made;
    }

    [LoggerMessage(EventId = 1004, Level = LogLevel.Warning, Message = "The collector at {Endpoint} does not take metrics; they are kept, and sent when it does")]
    private partial void LogLost(string endpoint);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Information, Message = "The collector at {Endpoint} takes metrics again")]
    private partial void LogFound(string endpoint);
}
