using Microsoft.Extensions.Configuration;
using MoECollab.Errors;
using MoECollab.Host.Seeing.Exporting;

namespace MoECollab.Host.Tests.Seeing;

public sealed class OtlpSettingsTests
{
    [Fact]
    public void Without_an_address_there_is_no_collector()
    {
        Assert.False(OtlpSettings.NameCollector(Read([], [])));
        Assert.False(OtlpSettings.NameCollector(Read([], new() { ["OTEL_SERVICE_NAME"] = "name", ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "" })));
    }

    [Fact]
    public void Either_address_names_one_unless_the_environment_turns_OpenTelemetry_off()
    {
        Assert.True(OtlpSettings.NameCollector(Read(new() { ["OtlpEndpoint"] = "http://ours:4318" }, [])));
        Assert.True(OtlpSettings.NameCollector(Read([], new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://theirs:4317" })));
        Assert.False(OtlpSettings.NameCollector(Read(new() { ["OtlpEndpoint"] = "http://ours:4318" }, new() { ["OTEL_SDK_DISABLED"] = "True" })));
    }

    [Fact]
    public void Section_Telemetry_wins_over_the_environment_and_the_environment_over_what_suits_the_host()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "x-key=ours\n");
        var environment = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://theirs:4317",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-key=theirs",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "5000",
            ["OTEL_TRACES_SAMPLER"] = "always_off",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "50",
            ["OTEL_SERVICE_NAME"] = "name",
            ["PATH"] = "/bin",
        };

        var theirs = Read([], environment);
        var ours = Read(new() { ["OtlpEndpoint"] = "http://ours:4318", ["OtlpHeadersFile"] = file, ["OtlpIntervalSeconds"] = "7", ["TracePercent"] = "25" }, environment);
        File.Delete(file);

        Assert.All(environment.Where(variable => variable.Key != "PATH"), variable => Assert.Equal(variable.Value, theirs[variable.Key]));
        Assert.DoesNotContain("PATH", theirs.Keys);
        Assert.Equal("16384", theirs["OTEL_BSP_MAX_QUEUE_SIZE"]);
        Assert.Equal(("http://ours:4318", "http/protobuf", "x-key=ours"), (ours["OTEL_EXPORTER_OTLP_ENDPOINT"], ours["OTEL_EXPORTER_OTLP_PROTOCOL"], ours["OTEL_EXPORTER_OTLP_HEADERS"]));
        Assert.Equal(("7000", "parentbased_traceidratio", "0.25"), (ours["OTEL_METRIC_EXPORT_INTERVAL"], ours["OTEL_TRACES_SAMPLER"], ours["OTEL_TRACES_SAMPLER_ARG"]));
        Assert.Equal(("50", "name"), (ours["OTEL_BSP_SCHEDULE_DELAY"], ours["OTEL_SERVICE_NAME"]));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    public void What_OpenTelemetry_would_pass_over_is_refused(string name, string value)
    {
        var refusal = Assert.Throws<MoECollabException>(() => Read([], new() { [name] = value }));

        Assert.Equal("configuration-invalid", refusal.Code);
        Assert.Contains($"{name} is '{value}'", refusal.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyDictionary<string, string?> Read(Dictionary<string, string?> telemetry, Dictionary<string, string> environment) => OtlpSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(telemetry.Select(pair => new KeyValuePair<string, string?>($"Telemetry:{pair.Key}", pair.Value))).Build().GetSection("Telemetry"), environment);
}
