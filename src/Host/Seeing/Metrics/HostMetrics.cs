using System.Text;

namespace MoECollab.Host.Seeing.Metrics;

/// <summary>Everything that is counted, under the names of the metric table in docs/host.md. Labels are bounded by what is installed.</summary>
internal sealed class HostMetrics
{
    public Histogram RequestDuration { get; } = new("moe_request_duration_seconds", "Time from a request's arrival to its answer.", Histogram.Seconds, "protocol", "status");

    public Histogram QueueDuration { get; } = new("moe_queue_duration_seconds", "Time a request waited for a lane.", Histogram.Seconds);

    public Histogram ExpertDuration { get; } = new("moe_expert_duration_seconds", "Time of one call of an expert.", Histogram.Seconds, "expert");

    public Series ExpertRequests { get; } = new("moe_expert_requests_total", "counter", "Inputs that an expert was chosen for, by what came of it.", "expert", "version", "outcome");

    public Series ExpertInferences { get; } = new("moe_expert_inferences_total", "counter", "Inputs that an expert ran on.", "expert");

    public Series ExpertExecutions { get; } = new("moe_expert_executions_total", "counter", "Calls of an expert.", "expert");

    public Series QueueLength { get; } = new("moe_queue_length", "gauge", "Inputs that wait.");

    public Series Rejected { get; } = new("moe_request_rejected_total", "counter", "Requests that were refused or given up.", "reason");

    public Series RouteSelected { get; } = new("moe_route_selected_total", "counter", "Inputs that an expert answered.", "expert", "rank");

    public Series RouteWeight { get; } = new("moe_route_weight_total", "counter", "Sum of the weights an expert answered with.", "expert");

    public Histogram RouteEntropy { get; } = new("moe_route_entropy", "Entropy of routing, in nats.", Histogram.Nats, "gate");

    public Series RouteAbstained { get; } = new("moe_route_abstained_total", "counter", "Inputs that no expert was chosen for.", "reason");

    public Series RouteFallback { get; } = new("moe_route_fallback_total", "counter", "Inputs that went to the fallback.", "reason");

    public Series UtilizationShare { get; } = new("moe_expert_utilization_share", "gauge", "Share of the answered inputs since the start.", "expert");

    public Series ExpertLoaded { get; } = new("moe_expert_loaded", "gauge", "1 where an expert is loaded.", "expert", "version", "device");

    public Series ExpertState { get; } = new("moe_expert_state", "gauge", "1 for the state that a package is in.", "expert", "version", "state");

    public Series ExpertMemory { get; } = new("moe_expert_memory_bytes", "gauge", "Bytes of an expert's weights.", "expert", "version", "device");

    public Series MemoryBudget { get; } = new("moe_memory_budget_bytes", "gauge", "Bytes of experts' weights that may be in memory.", "device");

    public Series MemoryUsed { get; } = new("moe_memory_used_bytes", "gauge", "Bytes of experts' weights that are in memory under the budget.", "device");

    public Series Evictions { get; } = new("moe_eviction_count_total", "counter", "Weights that were let go of for others.", "device");

    public Series EmbeddingHits { get; } = new("moe_embedding_cache_hits_total", "counter", "Texts whose hidden vector was kept from before.");

    public Series EmbeddingMisses { get; } = new("moe_embedding_cache_misses_total", "counter", "Texts that had to be encoded, of those that may be kept.");

    public Series EmbeddingBytes { get; } = new("moe_embedding_cache_bytes", "gauge", "Bytes of hidden vectors that are kept.");

    public Series UnloadPinned { get; } = new("moe_plugin_unload_pinned_total", "counter", "Unloaded packages whose code stayed in memory.", "package");

    public Series BreakerState { get; } = new("moe_breaker_state", "gauge", "0 closed, 1 half open, 2 open.", "expert");

    /// <summary>All of it in Prometheus' text form.</summary>
    public string ToText()
    {
        var text = new StringBuilder(8192);
        foreach (var histogram in new[] { RequestDuration, QueueDuration, ExpertDuration, RouteEntropy })
            histogram.Write(text);
        foreach (var series in new[] { ExpertRequests, ExpertInferences, ExpertExecutions, QueueLength, Rejected, RouteSelected, RouteWeight, RouteAbstained, RouteFallback, UtilizationShare, ExpertLoaded, ExpertState, ExpertMemory, MemoryBudget, MemoryUsed, Evictions, EmbeddingHits, EmbeddingMisses, EmbeddingBytes, UnloadPinned, BreakerState })
            series.Write(text);
        return text.ToString();
    }
}
