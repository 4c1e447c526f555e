using MoECollab.Gating;
using MoECollab.Gating.Numerics;
using MoECollab.Inputs;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Dispatching;
using MoECollab.Mixture.Executing;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Mixing;

/// <summary>encode → gate → dispatch → experts → integrate for a batch, on tensors.</summary>
internal sealed class BatchPath(MixtureParts parts, Deciding deciding, AnswerBuilder builder)
{
    // Up to so many rows of one expert, the operators' overhead is more than the arithmetic: with many experts a batch has few rows for each.
    private const int FewRows = 2;

    private readonly bool _mayBeDirect = SingleInputPath.Serves(parts);

    /// <summary>Decides without executing.</summary>
    public Decision[] Route(IReadOnlyList<RawInput> inputs, MixtureRequest request)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return Decide(new EncodedRows(parts, inputs), inputs, request);
    }

    /// <summary>Answers a batch.</summary>
    public MixtureOutcome[] Answer(IReadOnlyList<RawInput> inputs, MixtureRequest request)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var encoded = new EncodedRows(parts, inputs);
        var decisions = Decide(encoded, inputs, request);
        var dispatch = Dispatch.Of(decisions, parts.Snapshot);
        EncodeForExperts(encoded, dispatch);
        var entries = Execute(encoded, decisions, dispatch, request.Cancellation);
        var combined = parts.HasForeignIntegrator ? new ForeignIntegration(parts).Combine(entries) : null;

        var outcomes = new MixtureOutcome[inputs.Count];
        for (var row = 0; row < outcomes.Length; row++)
        {
            long? work = request.CountWork ? parts.WorkOf(inputs[row], encoded.Has(row), entries[row]) : null;
            var traceId = TraceIds.Of(request, parts.Snapshot.Version, inputs[row].Text, (row, inputs.Count));
            outcomes[row] = builder.Build(decisions[row], entries[row], new AnswerFrame(traceId, work, request.Probabilities), combined?[row]);
        }

        return outcomes;
    }

    private Decision[] Decide(EncodedRows encoded, IReadOnlyList<RawInput> inputs, MixtureRequest request)
    {
        if (parts.GateNeedsHidden)
            encoded.EncodeAll();
        request.Cancellation.ThrowIfCancellationRequested();
        var decisions = deciding.Decide(parts.RequestOf(inputs, encoded.All, request));
        for (var row = 0; row < decisions.Length; row++)
        {
            if (!Deciding.WaitsForHidden(decisions[row]))
                continue;
            if (parts.Fallback.NeedsHidden(parts.Snapshot) && parts.Encoder is not null)
            {
                encoded.EncodeAll();
                decisions[row] = deciding.Resolve(decisions[row], HostMemory.Read(encoded.All!.narrow(0, row, 1)));
            }
            else
            {
                decisions[row] = deciding.Resolve(decisions[row], []);
            }
        }

        return decisions;
    }

    private void EncodeForExperts(EncodedRows encoded, Dispatch dispatch)
    {
        if (encoded.All is not null)
            return;
        var wanted = new SortedSet<int>();
        foreach (var slice in dispatch.Slices)
        {
            if (parts.Slots[slice.Position].NeedsHidden)
                wanted.UnionWith(dispatch.Rows.AsSpan(slice.Start, slice.Count).ToArray());
        }

        encoded.Encode([.. wanted]);
    }

    private RowEntry[][] Execute(EncodedRows encoded, Decision[] decisions, Dispatch dispatch, CancellationToken cancellation)
    {
        var hidden = encoded.Gather(dispatch, slice => parts.Slots[slice.Position].NeedsHidden);
        var entries = new RowEntry[decisions.Length][];
        for (var row = 0; row < entries.Length; row++)
            entries[row] = new RowEntry[decisions[row].Experts.Count];

        foreach (var (slice, vectors) in dispatch.Slices.Zip(hidden))
        {
            cancellation.ThrowIfCancellationRequested();
            var slot = parts.Slots[slice.Position];
            var rows = dispatch.Rows.AsSpan(slice.Start, slice.Count).ToArray();
            RawInput[] inputs = [.. rows.Select(row => encoded.Inputs[row])];
            var result = _mayBeDirect && rows.Length <= FewRows && slot.Direct is { } direct
                ? ExpertRunner.RunDirectly(direct, inputs, vectors, slot.Columns)
                : ExpertRunner.Run(slot, inputs, vectors, cancellation);
            for (var i = 0; i < rows.Length; i++)
                Place(entries[rows[i]], decisions[rows[i]], slot, result, i);
        }

        return entries;
    }

    private static void Place(RowEntry[] entries, Decision decision, ExpertSlot slot, ExpertRows result, int index)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            if (decision.Experts[i].Id != slot.Descriptor.Id)
                continue;
            var fault = result.FaultOf(index);
            entries[i] = new RowEntry(
                slot,
                decision.Experts[i],
                fault,
                fault is null ? result.Values.AsMemory(index * slot.Columns, slot.Columns) : ReadOnlyMemory<float>.Empty,
                fault is null ? result.Texts?[index] : null);
        }
    }
}
