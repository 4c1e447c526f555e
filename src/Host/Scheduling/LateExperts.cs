using MoECollab.Mixture.Answering;

namespace MoECollab.Host.Scheduling;

/// <summary>
/// Answers without an expert that is late (<c>timeout_after_k_min</c> of the mixtures over unreliable machines, Ryabinin &amp; Gusev, 2020): a fresh lane
/// answers the inputs a second time without it while the first lane goes on, and where enough others answered, that answer counts. Whichever is
/// first ends the request; an input that needs the late expert waits for it.
/// </summary>
/// <param name="least">Experts that must have answered an input.</param>
internal sealed class LateExperts(int least)
{
    /// <summary>Its items a second time, for another lane; none where nothing in the batch can do without the expert.</summary>
    public static List<WorkItem> Again(IReadOnlyList<WorkItem> batch, string expert)
    {
        var again = new List<WorkItem>();
        IReadOnlyList<LateCall>? late = null;
        foreach (var item in batch)
        {
            if (item is { IsOver: false, Expert: null, IsEmbedding: false })
                again.Add(item with { Late = late ??= [.. item.Late, new LateCall(expert)], Node = null });
        }

        return again;
    }

    /// <summary>What was dropped, with a word that says why.</summary>
    public static MixtureOutcome Named(WorkItem item, MixtureOutcome outcome) => outcome.Answer is { Dropped.Count: > 0 } answer
        ? new MixtureOutcome(answer with { Dropped = [.. answer.Dropped.Select(dropped => IsLate(item, dropped.Id) ? dropped with { Reason = "timeout" } : dropped)] }, null)
        : outcome;

    /// <summary>Whether the inputs were answered well enough without the late experts.</summary>
    public bool AreEnough(IReadOnlyList<MixtureOutcome> outcomes) => outcomes.All(outcome => outcome.Answer is { } answer && (answer.Dropped.Count == 0 || answer.Experts.Count >= least));

    private static bool IsLate(WorkItem item, string expert) => item.Late.Any(late => late.Expert == expert);
}
