using Microsoft.Extensions.DependencyInjection;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Host.Seeing.Traces;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace MoECollab.Host.Seeing.Exporting;

/// <summary>Traces, metrics and logs over OTLP.</summary>
internal static class OtlpServices
{
    // .NET's own figures: collections, memory, threads.
    private const string RuntimeMeter = "System.Runtime";

    /// <summary>Adds what sends them, to where the configuration says under <c>OTEL_*</c>. To be added before whatever is to be told about until its end: what starts first stops last.</summary>
    public static IServiceCollection AddOtlpExport(this IServiceCollection services)
    {
        services.AddOpenTelemetry()
            // Whoever runs it may call it otherwise (OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES).
            .ConfigureResource(host => host.AddService("moecollab", serviceVersion: ProductVersion.Text).AddEnvironmentVariableDetector())
            .WithTracing(traces => traces.AddSource(RequestTrace.SourceName))
            .WithMetrics(metrics => metrics.AddMeter(HostMetrics.MeterName).AddMeter(RuntimeMeter))
            .WithLogging(configureBuilder: null, options => options.IncludeFormattedMessage = true)
            .UseOtlpExporter();
        services.AddHostedService<CollectorWatch>();
        return services;
    }
}
