namespace MoECollab.Host.Seeing.Metrics;

/// <summary>The counters at one moment.</summary>
internal sealed record TrafficSample(long At, string Gate, IReadOnlyDictionary<string, double> Answered, double Faults, double Rejected, (long Count, double Sum) Entropy, long[] Latencies);
