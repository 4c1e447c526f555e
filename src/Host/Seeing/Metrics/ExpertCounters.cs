namespace MoECollab.Host.Seeing.Metrics;

/// <summary>What is counted of one version of an expert with every call and every answer.</summary>
/// <param name="metrics">Where.</param>
/// <param name="expert">Its id.</param>
/// <param name="version">Its version.</param>
internal sealed class ExpertCounters(HostMetrics metrics, string expert, string version)
{
    private readonly Series.Counted _tensorsLeft = metrics.ExpertTensorsLeft.Of(expert);
    private int _hasLeft;

    private readonly Series.Counted[] _selected = [metrics.RouteSelected.Of(expert, "1"), metrics.RouteSelected.Of(expert, "2"), metrics.RouteSelected.Of(expert, "3+")];

    public string Id => expert;

    public string Version => version;

    public Histogram.Observed Duration { get; } = metrics.ExpertDuration.Of(expert, version);

    public Series.Counted Executions { get; } = metrics.ExpertExecutions.Of(expert);

    public Series.Counted Inferences { get; } = metrics.ExpertInferences.Of(expert);

    public Series.Counted Answered { get; } = metrics.ExpertRequests.Of(expert, version, "ok");

    public Series.Counted Weight { get; } = metrics.RouteWeight.Of(expert);

    /// <summary>Counts tensors that outlive the call that made them. Returns whether these are the first.</summary>
    public bool Left(long tensors)
    {
        _tensorsLeft.Add(tensors);
        return Interlocked.Exchange(ref _hasLeft, 1) == 0;
    }

    /// <summary>By its rank among the experts of an answer, from 0.</summary>
    public Series.Counted Selected(int rank) => _selected[Math.Min(rank, _selected.Length - 1)];
}
