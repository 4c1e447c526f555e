using MoECollab.Host.Seeing.Metrics;

namespace MoECollab.Host.Seeing.Steps;

/// <summary>Times the steps of answering a batch, and keeps them where somebody traces a request of it. A batch is answered by one thread from start to end.</summary>
internal sealed class StepTimes(HostMetrics metrics, TimeProvider time)
{
    [ThreadStatic]
    private static List<Step>? _kept;

    public long Now => time.GetTimestamp();

    /// <summary>From now on this thread's steps are kept.</summary>
    public static void Keep() => _kept = [];

    /// <summary>This thread's steps since <see cref="Keep"/>; none are kept any more.</summary>
    public static List<Step> Take()
    {
        var steps = _kept ?? [];
        _kept = null;
        return steps;
    }

    public void Encoded(string encoder, long began, int inputs)
    {
        var ended = Now;
        metrics.EncoderDuration.Observe(time.GetElapsedTime(began, ended).TotalSeconds, encoder);
        _kept?.Add(new Step(StepKind.Encode, encoder, began, ended, inputs));
    }

    public void Decided(string gate, long began, int inputs)
    {
        var ended = Now;
        metrics.GateDuration.Observe(time.GetElapsedTime(began, ended).TotalSeconds, gate);
        _kept?.Add(new Step(StepKind.Gate, gate, began, ended, inputs));
    }

    /// <summary>An expert looked at its token and stopped: nobody waited for its inputs any more.</summary>
    public void GaveUp(string expert, string version, int inputs) => metrics.ExpertRequests.Add(inputs, expert, version, "cancelled");

    /// <summary>What is counted of an expert.</summary>
    public ExpertCounters Of(string expert, string version) => metrics.Of(expert, version);

    public void Ran(ExpertCounters expert, long began, int inputs)
    {
        var ended = Now;
        expert.Duration.Observe(time.GetElapsedTime(began, ended).TotalSeconds);
        expert.Executions.Add(1);
        expert.Inferences.Add(inputs);
        _kept?.Add(new Step(StepKind.Expert, expert.Id, began, ended, inputs));
    }
}
