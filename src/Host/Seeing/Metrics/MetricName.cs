namespace MoECollab.Host.Seeing.Metrics;

/// <summary>What a metric is called.</summary>
/// <param name="Name">OpenTelemetry's form: <c>moe.request.duration</c>.</param>
/// <param name="Unit">Its unit: <c>s</c>, <c>By</c>, or empty.</param>
/// <param name="Help">A sentence.</param>
internal sealed record MetricName(string Name, string Unit, string Help)
{
    /// <summary>Prometheus' form: <c>moe_request_duration_seconds</c>.</summary>
    public string Text(bool isCounter) => Name.Replace('.', '_') + (Unit == "s" ? "_seconds" : "") + (isCounter ? "_total" : "");
}
