using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Host.Seeing.Steps;

namespace MoECollab.Host.Scheduling.Watching;

/// <summary>Knows which expert each lane is in, and counts and times every call.</summary>
internal sealed partial class ExpertCalls(StepTimes times, ILogger<ExpertCalls> log) : IDisposable
{
    private readonly ThreadLocal<ExpertCall> _ofThread = new(() => new ExpertCall());

    private readonly Lock _barring = new();

    // Replaced as a whole: every call of every expert looks into it.
    private volatile FrozenSet<string> _barred = [];

    /// <summary>Refuses every further call of an expert at once, in whichever generation: one that hangs would cost another lane.</summary>
    public void Bar(string expert)
    {
        lock (_barring)
            _barred = _barred.Append(expert).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Lets an expert be called again: it was loaded anew, or its operator says so.</summary>
    public void Admit(string expert)
    {
        lock (_barring)
            _barred = _barred.Where(other => other != expert).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>This thread's call.</summary>
    public ExpertCall OfThisThread => _ofThread.Value!;

    /// <exception cref="TimeoutException">The expert hangs, or is late, in another call.</exception>
    public long Begin(string expert)
    {
        if (_barred.Count > 0 && _barred.Contains(expert))
            throw new TimeoutException("it hangs in another call");
        var call = OfThisThread;
        if (call.Late.Count > 0 && call.Late.Any(late => late.Expert == expert))
            throw new TimeoutException("it is late in another call");
        var now = times.Now;
        call.Enter(expert, now);
        return now;
    }

    public void End(ExpertCounters expert, long began, int inputs)
    {
        OfThisThread.Leave();
        times.Ran(expert, began, inputs);
    }

    /// <summary>Counts tensors that outlive the call that made them, and names the expert the first time.</summary>
    public void Left(ExpertCounters expert, long tensors)
    {
        if (tensors > 0 && expert.Left(tensors))
            LogLeft(expert.Id, expert.Version, tensors);
    }

    /// <summary>What is counted of an expert.</summary>
    public ExpertCounters CountersOf(string expert, string version) => times.Of(expert, version);

    public void GaveUp(string expert, string version, int inputs) => times.GaveUp(expert, version, inputs);

    public void Dispose() => _ofThread.Dispose();

    [LoggerMessage(EventId = 2005, Level = LogLevel.Warning, Message = "{Expert}@{Version} left {Tensors} tensor(s) behind in a call. Their memory is freed only when somebody disposes of them; moe_expert_tensors_left_total counts on")]
    private partial void LogLeft(string expert, string version, long tensors);
}
