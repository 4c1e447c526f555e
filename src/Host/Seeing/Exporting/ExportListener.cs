using System.Diagnostics.Tracing;
using System.Globalization;

namespace MoECollab.Host.Seeing.Exporting;

/// <summary>Hears from OpenTelemetry's exporters how sending went: they tell it as events of the runtime and nowhere else.</summary>
internal sealed class ExportListener : EventListener
{
    private const string Source = "OpenTelemetry-Exporter-OpenTelemetryProtocol", Success = "ExportSuccess";

    private static readonly string[] AddressNames = ["endpoint", "rawCollectorUri"];

    private readonly Action<string, string> _lost;
    private readonly Action<string> _found;

    /// <param name="lost">Told the address and what is wrong, for each attempt that failed.</param>
    /// <param name="found">Told the address, for each attempt that succeeded.</param>
    public ExportListener(Action<string, string> lost, Action<string> found)
    {
        (_lost, _found) = (lost, found);
        // The base class has told of sources that were there before these fields were.
        foreach (var source in EventSource.GetSources())
            Follow(source);
    }

    protected override void OnEventSourceCreated(EventSource eventSource) => Follow(eventSource);

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (AddressOf(eventData) is not { } address || _lost is null)
            return;
        if (eventData.EventName == Success)
            _found(address);
        else if (eventData.Level <= EventLevel.Warning)
            _lost(address, FirstLine(eventData));
    }

    private void Follow(EventSource source)
    {
        if (source.Name == Source)
            EnableEvents(source, EventLevel.Informational);
    }

    private static string? AddressOf(EventWrittenEventArgs told)
    {
        for (var i = 0; i < told.PayloadNames?.Count; i++)
        {
            if (AddressNames.Contains(told.PayloadNames[i]))
                return told.Payload![i]?.ToString();
        }

        return null;
    }

    // What follows is a stack.
    private static string FirstLine(EventWrittenEventArgs told) =>
        string.Format(CultureInfo.InvariantCulture, told.Message ?? "", [.. told.Payload ?? []]).ReplaceLineEndings("\n").Split('\n')[0];
}
