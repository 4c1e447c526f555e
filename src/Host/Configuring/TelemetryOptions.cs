namespace MoECollab.Host.Configuring;

/// <summary>Section <c>Telemetry</c>: what is logged and how, and where traces, metrics and logs are sent.</summary>
public sealed class TelemetryOptions
{
    /// <summary><c>json</c> (one object a line) or <c>text</c>, the default.</summary>
    public string LogFormat { get; set; } = "text";

    /// <summary><c>trace</c>, <c>debug</c>, <c>information</c> (default), <c>warning</c>, <c>error</c> or <c>none</c>.</summary>
    public string LogLevel { get; set; } = "information";

    /// <summary>Events kept for <c>/moe/v1/events</c>, 1 to 100,000; default 1,000.</summary>
    public int KeptEvents { get; set; } = 1000;

    /// <summary>An OpenTelemetry collector (OTLP over HTTP, protobuf), such as <c>http://127.0.0.1:4318</c>: metrics go to its <c>/v1/metrics</c>, traces to <c>/v1/traces</c>, logs to <c>/v1/logs</c>. Default none: what <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names, and where that names none, nothing is sent.</summary>
    public string OtlpEndpoint { get; set; } = "";

    /// <summary>A file with the headers that the collector wants, <c>name=value</c> with commas between; default none (<c>OTEL_EXPORTER_OTLP_HEADERS</c>).</summary>
    public string OtlpHeadersFile { get; set; } = "";

    /// <summary>Seconds between two exports of metrics, 1 to 3,600; default 60 (<c>OTEL_METRIC_EXPORT_INTERVAL</c>).</summary>
    public int OtlpIntervalSeconds { get; set; } = 60;

    /// <summary>Of a hundred requests without a <c>traceparent</c>, how many are traced, 0 to 100; default 100 (<c>OTEL_TRACES_SAMPLER</c>). For the others the caller has decided.</summary>
    public int TracePercent { get; set; } = 100;
}
