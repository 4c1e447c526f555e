using MoECollab.Experts;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Inputs;
using MoECollab.Outputs;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Host.Scheduling.Watching;

/// <summary>An expert whose calls are watched. The package owns the expert, so disposing this does nothing.</summary>
internal class WatchedExpert(string id, string version, IExpert expert, ExpertCalls calls) : IExpert, ICountsWork
{
    public OutputSpace Output => expert.Output;

    public ExpertTraits Traits => expert.Traits;

    protected string Id => id;

    /// <summary>Looked up once: a call costs no look-up.</summary>
    protected ExpertCounters Counters { get; } = calls.CountersOf(id, version);

    protected ExpertCalls Calls => calls;

    public ExpertOutput Run(ExpertBatch batch)
    {
        var began = calls.Begin(id);
        try
        {
            return Within(batch);
        }
        catch (OperationCanceledException) when (batch.Cancellation.IsCancellationRequested)
        {
            calls.GaveUp(id, version, batch.Inputs.Count);
            throw;
        }
        finally
        {
            calls.End(Counters, began, batch.Inputs.Count);
        }
    }

    public long MultiplyAdds(RawInput input) => expert is ICountsWork counts ? counts.MultiplyAdds(input) : expert.Traits.MultiplyAdds;

    public void Dispose()
    {
    }

    // What it forgot within the call goes with the scope. What lives on is counted: the collector does not see the bytes of tensors.
    private ExpertOutput Within(ExpertBatch batch)
    {
        if (Output is TextSpace)
            return expert.Run(batch);

        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        ExpertOutput? output;
        using (var scope = NewDisposeScope())
        {
            output = expert.Run(batch);
            if (output?.Values is { } values)
                scope.MoveToOuter(values);
        }

        calls.Left(Counters, DisposeScopeManager.Statistics.ThreadTotalLiveCount - before - (output?.Values is null ? 0 : 1));
        return output!;
    }
}
