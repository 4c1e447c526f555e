using MoECollab.Errors;
using MoECollab.Gating;
using MoECollab.Gating.Numerics;
using MoECollab.Integration;
using MoECollab.Mixture.Executing;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Mixing;

/// <summary>Hands what the experts answered to integrators, each by the contract: sound rows only, weights renormalised over the experts that answered.</summary>
internal sealed class ForeignIntegration(MixtureParts parts)
{
    /// <summary>Combines a batch.</summary>
    /// <param name="entries">What came of each row's experts.</param>
    /// <returns>One per row; null for rows without a sound answer.</returns>
    public IntegratedRow?[] Combine(RowEntry[][] entries)
    {
        var combined = new IntegratedRow?[entries.Length];
        foreach (var group in parts.Slots.GroupBy(slot => parts.IntegratorOf(slot.Space)!))
        {
            using var scope = NewDisposeScope();
            ExpertContribution[] contributions = [.. group.Select(slot => ContributionOf(slot, entries)).Where(contribution => contribution.Rows.Count > 0)];
            if (contributions.Length == 0)
                continue;
            var rows = group.Key.Combine(entries.Length, contributions);
            if (rows.Count != entries.Length)
                throw new MoECollabException("integrator-failed", $"The integrator '{group.Key.Name}' returned {rows.Count} rows for {entries.Length} inputs. Use another integrator.");
            for (var row = 0; row < rows.Count; row++)
                combined[row] = Merge(combined[row], rows[row]);
        }

        return combined;
    }

    private static IntegratedRow? Merge(IntegratedRow? first, IntegratedRow? second)
    {
        if (first is null || second is null)
            return first ?? second;
        return new IntegratedRow
        {
            Label = first.Label ?? second.Label,
            Probability = first.Label is null ? second.Probability : first.Probability,
            Probabilities = first.Probabilities ?? second.Probabilities,
            Vector = first.Vector ?? second.Vector,
            Text = first.Text ?? second.Text,
        };
    }

    private static ExpertContribution ContributionOf(ExpertSlot slot, RowEntry[][] entries)
    {
        var (rows, weights, primary) = (new List<int>(), new List<float>(), new List<bool>());
        var (values, texts) = (new List<float>(), new List<string>());
        for (var row = 0; row < entries.Length; row++)
        {
            foreach (var entry in entries[row])
            {
                if (!entry.Counts || entry.Slot != slot)
                    continue;
                rows.Add(row);
                weights.Add(entry.Routed.Weight / entries[row].Where(other => other.Counts).Sum(other => other.Routed.Weight));
                primary.Add(entry.Routed.Role == ExpertRole.Primary);
                values.AddRange(entry.Values.Span);
                texts.Add(entry.Text ?? "");
            }
        }

        return new ExpertContribution(slot.Descriptor.Id, slot.Space, rows, weights, OutputOf(slot, [.. values], texts)) { Primary = primary };
    }

    private static ExpertOutput OutputOf(ExpertSlot slot, float[] values, List<string> texts) => slot.Space switch
    {
        TextSpace => ExpertOutput.FromTexts(texts),
        VectorSpace => ExpertOutput.FromVectors(HostMemory.Write(values, slot.Columns, CPU)),
        _ => ExpertOutput.FromProbabilities(HostMemory.Write(values, slot.Columns, CPU)),
    };
}
