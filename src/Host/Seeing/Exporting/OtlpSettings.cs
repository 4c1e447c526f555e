using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using MoECollab.Errors;
using MoECollab.Host.Configuring;

namespace MoECollab.Host.Seeing.Exporting;

/// <summary>
/// What OpenTelemetry is told, all of it under the names of its own environment variables: what suits this host &lt; <c>OTEL_*</c> of the environment &lt; what section
/// <c>Telemetry</c> says. So every variable that OpenTelemetry knows works here too.
/// </summary>
internal static class OtlpSettings
{
    private const string Prefix = "OTEL_", Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT", Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL", Disabled = "OTEL_SDK_DISABLED";

    private static readonly string[] Protocols = ["grpc", "http/protobuf"];

    /// <summary>Reads them.</summary>
    /// <param name="telemetry">The section <c>Telemetry</c>, checked before.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <exception cref="MoECollabException">A variable has a value that OpenTelemetry would pass over (<c>configuration-invalid</c>).</exception>
    public static IReadOnlyDictionary<string, string?> Read(IConfigurationSection telemetry, IDictionary environment)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            // A collector that is away holds up the host's end for no longer than this, in milliseconds.
            ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "3000",
            // A busy host has thousands of spans a second.
            ["OTEL_BSP_MAX_QUEUE_SIZE"] = "16384",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "1000",
        };
        foreach (DictionaryEntry variable in environment)
        {
            if (variable is { Key: string name, Value: string { Length: > 0 } value } && name.StartsWith(Prefix, StringComparison.Ordinal))
                settings[name] = value;
        }

        Check(settings);
        Override(settings, telemetry);
        return settings;
    }

    /// <summary>Whether there is a collector to send to.</summary>
    public static bool NameCollector(IReadOnlyDictionary<string, string?> settings) =>
        settings.ContainsKey(Endpoint) && !"true".Equals(settings.GetValueOrDefault(Disabled), StringComparison.OrdinalIgnoreCase);

    private static void Override(Dictionary<string, string?> settings, IConfigurationSection telemetry)
    {
        var options = new TelemetryOptions();
        SectionReader.Fill(telemetry, options);
        if (options.OtlpEndpoint.Length > 0)
        {
            settings[Endpoint] = options.OtlpEndpoint;
            settings[Protocol] = "http/protobuf";
        }

        if (options.OtlpHeadersFile.Length > 0)
            settings["OTEL_EXPORTER_OTLP_HEADERS"] = File.ReadAllText(options.OtlpHeadersFile).Trim();
        if (telemetry[nameof(options.OtlpIntervalSeconds)] is not null)
            settings["OTEL_METRIC_EXPORT_INTERVAL"] = (1000L * options.OtlpIntervalSeconds).ToString(CultureInfo.InvariantCulture);
        if (telemetry[nameof(options.TracePercent)] is null)
            return;
        settings["OTEL_TRACES_SAMPLER"] = "parentbased_traceidratio";
        settings["OTEL_TRACES_SAMPLER_ARG"] = (options.TracePercent / 100.0).ToString(CultureInfo.InvariantCulture);
    }

    // OpenTelemetry itself falls back to another collector, or another protocol, and says so nowhere.
    private static void Check(Dictionary<string, string?> settings)
    {
        if (settings.TryGetValue(Endpoint, out var endpoint) && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            throw new MoECollabException("configuration-invalid", $"The variable {Endpoint} is '{endpoint}'; expected an http or https address, such as http://127.0.0.1:4318.");
        if (settings.TryGetValue(Protocol, out var protocol) && !Protocols.Contains(protocol))
            throw new MoECollabException("configuration-invalid", $"The variable {Protocol} is '{protocol}'; expected one of {string.Join(", ", Protocols)}.");
    }
}
