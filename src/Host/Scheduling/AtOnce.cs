using MoECollab.Host.Generations;
using MoECollab.Host.Seeing.Traces;

namespace MoECollab.Host.Scheduling;

/// <summary>
/// Answers a short request on the thread that brings it, where a lane would be idle and the mixture is known to be quick: no lane is woken and nobody is told that the answer is there.
/// Of many experts and where more requests are about to come, lanes serve better: they answer them together.
/// </summary>
/// <param name="served">The home.</param>
/// <param name="answering">Answers.</param>
/// <param name="lanes">How many may compute at a time, lanes and threads with requests together.</param>
internal sealed class AtOnce(ServedHome served, BatchAnswering answering, int lanes)
{
    private const int MostCharacters = 4096;

    // A batch reads the gate's weights once: over many experts that saves more than the lane costs, where several requests are waiting for threads.
    private const int ManyExperts = 64, FewPending = 8;

    private readonly int _mostPending = Math.Max(FewPending, lanes);
    private int _busy;

    /// <summary>A lane begins with a batch.</summary>
    public void Enter() => Interlocked.Increment(ref _busy);

    /// <summary>A lane has ended with it.</summary>
    public void Leave() => Interlocked.Decrement(ref _busy);

    /// <summary>The result; null where the request has to go to a lane.</summary>
    /// <param name="item">The request.</param>
    /// <exception cref="Exception">What the mixture said, as a lane would tell it.</exception>
    public WorkResult? TryAnswer(WorkItem item)
    {
        if (!IsPlain(item) || served.Current is not { Promptness: { IsShown: true } promptness } generation || IsBetterTogether(generation) || RequestTrace.Source.HasListeners())
            return null;
        try
        {
            return Interlocked.Increment(ref _busy) <= lanes && generation.TryEnter() ? Answer(item, generation, promptness) : null;
        }
        finally
        {
            Leave();
        }
    }

    private WorkResult Answer(WorkItem item, Generation generation, Promptness promptness)
    {
        try
        {
            return answering.AnswerAlone(generation, item, promptness);
        }
        finally
        {
            generation.Leave();
        }
    }

    private bool IsBetterTogether(Generation generation) => generation.Snapshot is { Experts.Count: >= ManyExperts } && ThreadPool.PendingWorkItemCount > _mostPending;

    private static bool IsPlain(WorkItem item) =>
        item is { Inputs.Count: 1, Expert: null, Hidden: null, Explain: false, IsEmbedding: false } && item.Inputs[0] is { Fields.Count: 0, Text.Length: <= MostCharacters };
}
