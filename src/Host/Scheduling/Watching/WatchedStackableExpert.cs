using MoECollab.Experts;
using MoECollab.Gating.Numerics.Panels;
using MoECollab.Gating.Numerics.Stacks;

namespace MoECollab.Host.Scheduling.Watching;

/// <summary>As <see cref="WatchedRowsExpert"/>, for an expert that a device runs together with others. Such a run counts as a call of each expert that answered, as long as the whole took.</summary>
internal sealed class WatchedStackableExpert(string id, string version, IDirectExpert expert, IRowLogits rows, ExpertCalls calls) : WatchedRowsExpert(id, version, expert, rows, calls), IStackable
{
    private readonly IStackable _stackable = (IStackable)expert;

    public long Changes => _stackable.Changes;

    public StackForm Form() => _stackable.Form();

    public void Answered(long began, int rows)
    {
        _ = Calls.Begin(Id);
        Calls.End(Counters, began, rows);
    }
}
