using MoECollab.Experts;
using MoECollab.Gating.Numerics.Panels;

namespace MoECollab.Host.Scheduling.Watching;

/// <summary>As <see cref="WatchedDirectExpert"/>, for an expert of a built-in kind that answers rows of a batch where they lie.</summary>
internal class WatchedRowsExpert(string id, string version, IDirectExpert expert, IRowLogits rows, ExpertCalls calls) : WatchedDirectExpert(id, version, expert, calls), IRowLogits
{
    public void Logits(RowPlaces hidden, int count, Span<float> logits)
    {
        var began = Calls.Begin(Id);
        try
        {
            rows.Logits(hidden, count, logits);
        }
        finally
        {
            Calls.End(Counters, began, hidden.IsOneTwice ? 1 : count);
        }
    }
}
