using Microsoft.Extensions.Hosting;
using MoECollab.Host.Generations;

namespace MoECollab.Host.Seeing.Metrics;

/// <summary>The last five minutes: how far the counters are from what they were then. They are sampled now and again, so that looking back costs requests nothing.</summary>
internal sealed class RecentTraffic : BackgroundService
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly HostMetrics _metrics;
    private readonly ServedHome _served;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Queue<TrafficSample> _samples = new();
    private TrafficSample _begin;

    public RecentTraffic(HostMetrics metrics, ServedHome served, TimeProvider time)
    {
        _metrics = metrics;
        _served = served;
        _time = time;
        _begin = Sample();
        _samples.Enqueue(_begin);
    }

    /// <summary>What was routed in the last five minutes, or since the start.</summary>
    public Traffic Now
    {
        get
        {
            lock (_gate)
            {
                var (now, then) = (Sample(), _samples.Peek());
                var entropies = now.Entropy.Count - then.Entropy.Count;
                long[] latencies = [.. now.Latencies.Zip(then.Latencies, (after, before) => after - before)];
                return new Traffic(_time.GetElapsedTime(then.At, now.At).TotalSeconds, Growth(then, now), then.At > _begin.At ? Growth(_begin, then) : new Dictionary<string, double>())
                {
                    // Another gate counts its entropies from zero.
                    Entropy = now.Gate != then.Gate && now.Entropy.Count > 0 ? now.Entropy.Sum / now.Entropy.Count : entropies > 0 ? (now.Entropy.Sum - then.Entropy.Sum) / entropies : 0,
                    Faults = Math.Max(0, now.Faults - then.Faults),
                    Rejected = now.Rejected - then.Rejected,
                    MedianLatency = _metrics.RequestDuration.Quantile(latencies, 0.5),
                    HighLatency = _metrics.RequestDuration.Quantile(latencies, 0.99),
                };
            }
        }
    }

    /// <summary>Takes a sample.</summary>
    public void Take()
    {
        lock (_gate)
        {
            var sample = Sample();
            if (sample.Gate != _begin.Gate)
                _begin = sample;
            _samples.Enqueue(sample);
            while (_samples.Count > 1 && _time.GetElapsedTime(_samples.Peek().At, sample.At) > Window)
                _samples.Dequeue();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Take();
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private static Dictionary<string, double> Growth(TrafficSample from, TrafficSample to) =>
        to.Answered.ToDictionary(pair => pair.Key, pair => Math.Max(0, pair.Value - from.Answered.GetValueOrDefault(pair.Key)), StringComparer.Ordinal);

    private TrafficSample Sample()
    {
        var gate = _served.Current?.GateName ?? "";
        return new TrafficSample(
            _time.GetTimestamp(),
            gate,
            _metrics.RouteSelected.ByFirst(labels => labels.Second == "1"),
            _metrics.ExpertRequests.ByFirst(labels => labels.Third is "error" or "timeout").Values.Sum(),
            _metrics.Rejected.ByFirst(_ => true).Values.Sum(),
            _metrics.RouteEntropy.Total(gate),
            _metrics.RequestDuration.Counts(labels => labels.First != "other"));
    }
}
