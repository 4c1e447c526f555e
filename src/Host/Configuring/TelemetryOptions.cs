namespace MoECollab.Host.Configuring;

/// <summary>Section <c>Telemetry</c>: what is logged and how.</summary>
public sealed class TelemetryOptions
{
    /// <summary><c>json</c> (one object a line) or <c>text</c>, the default.</summary>
    public string LogFormat { get; set; } = "text";

    /// <summary><c>trace</c>, <c>debug</c>, <c>information</c> (default), <c>warning</c>, <c>error</c> or <c>none</c>.</summary>
    public string LogLevel { get; set; } = "information";

    /// <summary>Events kept for <c>/moe/v1/events</c>, 1 to 100,000; default 1,000.</summary>
    public int KeptEvents { get; set; } = 1000;
}
