using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MoECollab.Host.Configuring;

namespace MoECollab.Host.Seeing.Events;

/// <summary>What happened: logged, kept for a while, and handed to whoever listens. A listener that does not keep up loses its oldest events, never the host its pace.</summary>
internal sealed partial class HostEvents(IOptions<TelemetryOptions> options, TimeProvider time, ILogger<HostEvents> log)
{
    private const int ListenerCapacity = 256;

    private readonly Lock _gate = new();
    private readonly Queue<HostEvent> _kept = new();
    private ImmutableList<Channel<HostEvent>> _listeners = [];
    private long _number;

    /// <summary>What is kept, the oldest first.</summary>
    public IReadOnlyList<HostEvent> Kept
    {
        get
        {
            lock (_gate)
                return [.. _kept];
        }
    }

    /// <summary>Publishes an event.</summary>
    public void Publish(string kind, string subject, string detail)
    {
        HostEvent happened;
        lock (_gate)
        {
            happened = new HostEvent(++_number, time.GetUtcNow(), kind, subject, detail);
            _kept.Enqueue(happened);
            if (_kept.Count > options.Value.KeptEvents)
                _kept.Dequeue();
            foreach (var listener in _listeners)
                listener.Writer.TryWrite(happened);
        }

        LogEvent(kind, subject, detail);
    }

    /// <summary>The events after a number that are still kept, and then those that come, until cancelled.</summary>
    public async IAsyncEnumerable<HostEvent> FollowAsync(long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<HostEvent>(new BoundedChannelOptions(ListenerCapacity) { FullMode = BoundedChannelFullMode.DropOldest });
        HostEvent[] kept;
        lock (_gate)
        {
            kept = [.. _kept.Where(happened => happened.Number > after)];
            _listeners = _listeners.Add(channel);
        }

        try
        {
            foreach (var happened in kept)
                yield return happened;
            await foreach (var happened in channel.Reader.ReadAllAsync(cancellation))
                yield return happened;
        }
        finally
        {
            lock (_gate)
                _listeners = _listeners.Remove(channel);
        }
    }

    [LoggerMessage(EventId = 2000, Level = LogLevel.Information, Message = "{Kind} {Subject}: {Detail}")]
    private partial void LogEvent(string kind, string subject, string detail);
}
