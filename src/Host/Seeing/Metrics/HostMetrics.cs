using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace MoECollab.Host.Seeing.Metrics;

/// <summary>Everything that is counted, under the names of the metric table in docs/host.md. Labels are bounded by what is installed.</summary>
internal sealed class HostMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "MoECollab";

    private readonly Meter _meter = new(MeterName, ProductVersion.Text);
    private readonly List<Metric> _all = [];
    private readonly ConcurrentDictionary<(string Expert, string Version), ExpertCounters> _experts = new();

    public HostMetrics()
    {
        RequestDuration = Durations("moe.request.duration", "Time from a request's arrival to its answer.", Histogram.Seconds, "protocol", "strategy", "status");
        QueueDuration = Durations("moe.queue.duration", "Time a request waited for a lane.", Histogram.Seconds);
        EncoderDuration = Durations("moe.encoder.duration", "Time until a batch was encoded, by a pass of the encoder or from its cache.", Histogram.Steps, "encoder");
        GateDuration = Durations("moe.gate.duration", "Time of deciding for one batch.", Histogram.Steps, "gate");
        ExpertDuration = Durations("moe.expert.duration", "Time of one call of an expert.", Histogram.Seconds, "expert", "version");
        RouteEntropy = Keep(new Histogram(_meter, new("moe.route.entropy", "", "Entropy of routing, in nats."), Histogram.Nats, "gate"));
        RouteMargin = Keep(new Histogram(_meter, new("moe.route.margin", "", "How far the most probable expert is ahead of the next, 0 to 1."), Histogram.Shares, "gate"));
        PluginLoadDuration = Durations("moe.plugin.load.duration", "Time that loading a package took.", Histogram.Seconds, "package");
        PluginLoadFailed = Counter("moe.plugin.load.failed", "Packages that could not be loaded, whether or not a predecessor serves on.", "package");
        EvictionAge = Durations("moe.eviction.age", "Time since the last use of weights that were let go of.", Histogram.Ages, "device");
        ExpertRequests = Counter("moe.expert.requests", "Inputs that an expert was chosen for, by what came of it.", "expert", "version", "outcome");
        ExpertInferences = Counter("moe.expert.inferences", "Inputs that an expert ran on.", "expert");
        ExpertExecutions = Counter("moe.expert.executions", "Calls of an expert.", "expert");
        ExpertTensorsLeft = Counter("moe.expert.tensors.left", "Tensors that outlive the call of an expert that made them.", "expert");
        QueueLength = Gauge("moe.queue.length", "", "Inputs that wait.");
        Rejected = Counter("moe.request.rejected", "Requests that were refused or given up.", "reason");
        RouteSelected = Counter("moe.route.selected", "Inputs that an expert answered.", "expert", "rank");
        RouteWeight = Counter("moe.route.weight", "Sum of the weights an expert answered with.", "expert");
        RouteAbstained = Counter("moe.route.abstained", "Inputs that no expert was chosen for.", "reason");
        RouteFallback = Counter("moe.route.fallback", "Inputs that went to the fallback.", "reason");
        UtilizationShare = Gauge("moe.expert.utilization.share", "", "Share of the inputs that were answered in the last five minutes.", "expert");
        BalanceDivergence = Gauge("moe.gate.balance.kl", "", "Kullback-Leibler divergence of the load of the last five minutes from an even one, in nats.", "gate");
        GateDrift = Gauge("moe.gate.drift", "", "Jensen-Shannon divergence between the load of the last five minutes and the gate's load before them, in nats, 0 to 0.69.", "gate");
        ExpertLoaded = Gauge("moe.expert.loaded", "", "1 where an expert is loaded.", "expert", "version", "device");
        ExpertState = Gauge("moe.expert.state", "", "1 for the state that a package is in.", "expert", "version", "state");
        ExpertMemory = Gauge("moe.expert.memory.bytes", "By", "Bytes of an expert's weights.", "expert", "version", "device");
        MemoryBudget = Gauge("moe.memory.budget.bytes", "By", "Bytes of weights that may be in memory.", "device");
        MemoryUsed = Gauge("moe.memory.used.bytes", "By", "Bytes that are taken of the budget: encoder, gate, cache, and the experts whose weights are in memory.", "device");
        Evictions = Counter("moe.eviction.count", "Weights that were let go of for others.", "device");
        EmbeddingHits = Counter("moe.embedding.cache.hits", "Texts whose hidden vector was kept from before.");
        EmbeddingMisses = Counter("moe.embedding.cache.misses", "Texts that had to be encoded, of those that may be kept.");
        EmbeddingBytes = Gauge("moe.embedding.cache.bytes", "By", "Bytes of hidden vectors that are kept.");
        UnloadPinned = Counter("moe.plugin.unload.pinned", "Unloaded packages whose code stayed in memory.", "package");
        BreakerState = Gauge("moe.breaker.state", "", "0 closed, 1 half open, 2 open.", "expert");
    }

    public Histogram RequestDuration { get; }

    public Histogram QueueDuration { get; }

    public Histogram EncoderDuration { get; }

    public Histogram GateDuration { get; }

    public Histogram ExpertDuration { get; }

    public Histogram RouteEntropy { get; }

    public Histogram RouteMargin { get; }

    public Histogram PluginLoadDuration { get; }

    public Series PluginLoadFailed { get; }

    public Histogram EvictionAge { get; }

    public Series ExpertRequests { get; }

    public Series ExpertInferences { get; }

    public Series ExpertExecutions { get; }

    public Series ExpertTensorsLeft { get; }

    public Series QueueLength { get; }

    public Series Rejected { get; }

    public Series RouteSelected { get; }

    public Series RouteWeight { get; }

    public Series RouteAbstained { get; }

    public Series RouteFallback { get; }

    public Series UtilizationShare { get; }

    public Series BalanceDivergence { get; }

    public Series GateDrift { get; }

    public Series ExpertLoaded { get; }

    public Series ExpertState { get; }

    public Series ExpertMemory { get; }

    public Series MemoryBudget { get; }

    public Series MemoryUsed { get; }

    public Series Evictions { get; }

    public Series EmbeddingHits { get; }

    public Series EmbeddingMisses { get; }

    public Series EmbeddingBytes { get; }

    public Series UnloadPinned { get; }

    public Series BreakerState { get; }

    /// <summary>Called before a listener of the meter is told what a counter or gauge holds.</summary>
    public Action? BeforeReading { get; set; }

    /// <summary>What is counted of an expert; one for each version of it that was there.</summary>
    public ExpertCounters Of(string expert, string version) => _experts.GetOrAdd((expert, version), static (key, metrics) => new ExpertCounters(metrics, key.Expert, key.Version), this);

    /// <summary>Forgets experts that are no longer installed.</summary>
    public void KeepExperts(IReadOnlySet<string> installed)
    {
        foreach (var gone in _experts.Keys.Where(key => !installed.Contains(key.Expert)))
            _experts.TryRemove(gone, out _);
        foreach (var metric in _all)
            metric.Keep("expert", installed);
    }

    /// <summary>All of it in Prometheus' text form.</summary>
    public string ToText()
    {
        var text = new StringBuilder(8192);
        foreach (var metric in _all)
            metric.Write(text);
        return text.ToString();
    }

    public void Dispose() => _meter.Dispose();

    private Histogram Durations(string name, string help, double[] bounds, params string[] labels) => Keep(new Histogram(_meter, new(name, "s", help), bounds, labels));

    private Series Counter(string name, string help, params string[] labels) => Keep(new Series(_meter, new(name, "", help), isCounter: true, () => BeforeReading?.Invoke(), labels));

    private Series Gauge(string name, string unit, string help, params string[] labels) => Keep(new Series(_meter, new(name, unit, help), isCounter: false, () => BeforeReading?.Invoke(), labels));

    private T Keep<T>(T metric)
        where T : Metric
    {
        _all.Add(metric);
        return metric;
    }
}
