using MoECollab.Experts;

namespace MoECollab.Host.Scheduling.Watching;

/// <summary>As <see cref="WatchedExpert"/>, for an expert that can answer one input without tensors.</summary>
internal class WatchedDirectExpert(string id, string version, IDirectExpert expert, ExpertCalls calls) : WatchedExpert(id, version, expert, calls), IDirectExpert
{
    public void Run(ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, Span<float> probabilities)
    {
        var began = Calls.Begin(Id);
        try
        {
            expert.Run(text, hidden, probabilities);
        }
        finally
        {
            Calls.End(Counters, began, 1);
        }
    }
}
