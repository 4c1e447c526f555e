using System.Buffers;
using MoECollab.Gating;
using MoECollab.Integration;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Executing;
using MoECollab.Mixture.Integrating;
using MoECollab.Outputs;

namespace MoECollab.Mixture.Mixing;

/// <summary>Makes the answer to one input of what its experts said: drops those that failed, renormalises the weights, combines the rest by output space.</summary>
internal sealed class AnswerBuilder(MixtureParts parts)
{
    /// <summary>The answer; a fault where experts were chosen and all of them failed.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="entries">What came of its experts, in the decision's order.</param>
    /// <param name="frame">What names it, counted work, what was asked for.</param>
    /// <param name="combined">What a foreign integrator made of it, or null.</param>
    public MixtureOutcome Build(Decision decision, ReadOnlySpan<RowEntry> entries, AnswerFrame frame, IntegratedRow? combined = null)
    {
        if (decision.Experts.Count == 0)
            return new MixtureOutcome(new MixtureAnswer(decision, frame), null);

        var dropped = DroppedOf(entries);
        var (answering, sum) = Counting(entries);
        if (answering == 0)
            return new MixtureOutcome(null, new AllExpertsFailedException(dropped));

        var said = combined is null ? Combine(entries, answering, frame) : Taken(combined, frame.Probabilities);
        var answer = new MixtureAnswer(decision, frame)
        {
            Label = said.Label,
            Probability = said.Probability,
            Probabilities = said.All,
            Vector = said.Vector,
            Text = said.Text,
            Experts = ExpertsOf(entries, answering, decision.Normalised ? sum : 1f),
            Dropped = dropped,
        };
        return new MixtureOutcome(answer, null);
    }

    private static Said Taken(IntegratedRow combined, bool probabilities) => new(
        combined.Label, combined.Probability, probabilities ? combined.Probabilities : null, combined.Vector, combined.Text);

    private static (int Answering, float Sum) Counting(ReadOnlySpan<RowEntry> entries)
    {
        var (answering, sum) = (0, 0f);
        foreach (var entry in entries)
        {
            answering += entry.Counts ? 1 : 0;
            sum += entry.Counts ? entry.Routed.Weight : 0f;
        }

        return (answering, sum);
    }

    private static DroppedExpert[] DroppedOf(ReadOnlySpan<RowEntry> entries)
    {
        var count = 0;
        foreach (var entry in entries)
            count += entry.Fault is null ? 0 : 1;
        if (count == 0)
            return [];

        var dropped = new DroppedExpert[count];
        foreach (var entry in entries)
        {
            if (entry.Fault is not null)
                dropped[^count--] = new DroppedExpert(entry.Routed.Id, entry.Fault) { Version = entry.Routed.Version };
        }

        return dropped;
    }

    private static AnsweringExpert[] ExpertsOf(ReadOnlySpan<RowEntry> entries, int count, float sum)
    {
        if (entries.Length == 1 && entries[0] is { Routed: var routed, Slot: var slot } && routed.Weight == sum && routed.Version == slot.Descriptor.Version)
            return slot.AnsweringAlone;

        var experts = new AnsweringExpert[count];
        foreach (var entry in entries)
        {
            if (entry.Counts)
                experts[^count--] = new AnsweringExpert(entry.Routed.Id, entry.Routed.Version, entry.Routed.Weight / sum);
        }

        return experts;
    }

    private Said Combine(ReadOnlySpan<RowEntry> entries, int answering, AnswerFrame frame)
    {
        var vector = frame.Vectors?.Mean(frame.Row);
        if (entries.Length == 1 && entries[0].Slot.Space is not ClassSpace)
            return new Said(null, 0f, null, vector, entries[0].Text);

        var classes = ArrayPool<ClassPart>.Shared.Rent(answering);
        var count = 0;
        (float Rank, string Text)? text = null;
        foreach (var entry in entries)
        {
            if (!entry.Counts)
                continue;
            if (entry.Slot.Space is ClassSpace)
                classes[count++] = new ClassPart(entry.Routed.Weight, entry.Slot.LabelMap, entry.Values);
            else if (entry.Text is not null)
                text = Better(text, entry);
        }

        var (label, probability, all) = count > 0 ? parts.Mixer.Mix(classes.AsSpan(0, count), frame.Probabilities) : (null, 0f, null);
        ArrayPool<ClassPart>.Shared.Return(classes, clearArray: true);
        return new Said(label, probability, all, vector, text?.Text);
    }

    private static (float Rank, string Text) Better((float Rank, string Text)? before, RowEntry entry)
    {
        var rank = entry.Routed.Role == ExpertRole.Primary ? float.PositiveInfinity : entry.Routed.Weight;
        return before is null || rank > before.Value.Rank ? (rank, entry.Text!) : before.Value;
    }

    /// <summary>What the experts said together, by output space.</summary>
    private readonly record struct Said(
        string? Label, float Probability, IReadOnlyDictionary<string, float>? All, ReadOnlyMemory<float>? Vector, string? Text);
}
