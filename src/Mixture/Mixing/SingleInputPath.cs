using System.Buffers;
using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Executing;
using MoECollab.Outputs;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Mixing;

/// <summary>
/// One input on a CPU: encoder, scorer and experts that can work in host memory do, the others get tensors. Where all of them can, no tensor is
/// made and nothing is allocated but the answer: at one input the operators' overhead is many times the arithmetic.
/// </summary>
internal sealed class SingleInputPath(MixtureParts parts, Deciding deciding, AnswerBuilder builder)
{
    private readonly bool _needsNoTensor =
        parts.Composed is { IsDirect: true }
        && parts.Slots.All(slot => slot.Direct is not null)
        && (parts.Encoder is null or IDirectEncoder || (!parts.GateNeedsHidden && !parts.Slots.Any(slot => slot.NeedsHidden)));

    /// <summary>Whether everything works in host memory.</summary>
    public bool NeedsNoTensor => _needsNoTensor;

    /// <summary>Whether a mixture's single inputs may go this way.</summary>
    public static bool Serves(MixtureParts parts) =>
        parts.Options.Direct == DirectPath.WherePossible && parts.Options.Device.type == DeviceType.CPU && !parts.Options.CpuStandsIn && !parts.HasForeignIntegrator;

    /// <summary>Answers a batch of one.</summary>
    public MixtureOutcome Answer(IReadOnlyList<RawInput> inputs, MixtureRequest request)
    {
        if (_needsNoTensor && request.Mode != RoutingMode.Stochastic)
            return AnswerWithin(inputs, request);

        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return AnswerWithin(inputs, request);
    }

    private MixtureOutcome AnswerWithin(IReadOnlyList<RawInput> inputs, MixtureRequest request)
    {
        var hidden = new HiddenVector(parts, inputs);
        RowEntry[]? entries = null;
        float[]? values = null;
        try
        {
            var decision = Decide(inputs, request, ref hidden);
            var count = decision.Experts.Count;
            entries = ArrayPool<RowEntry>.Shared.Rent(count);
            values = ArrayPool<float>.Shared.Rent(ColumnsOf(decision));
            var vectors = parts.VectorsOf(1, request);
            Execute(inputs, decision, ref hidden, (entries, values, vectors), request.Cancellation);

            var executed = entries.AsSpan(0, count);
            long? work = request.CountWork ? parts.WorkOf(inputs[0], hidden.IsEncoded, executed) : null;
            var frame = new AnswerFrame(new AnswerTrace(request, parts.Snapshot.Version, 1), inputs[0].Text, 0) { MultiplyAdds = work, Probabilities = request.Probabilities, Vectors = vectors };
            return builder.Build(decision, executed, frame);
        }
        finally
        {
            hidden.Dispose();
            if (entries is not null)
                ArrayPool<RowEntry>.Shared.Return(entries, clearArray: true);
            if (values is not null)
                ArrayPool<float>.Shared.Return(values);
        }
    }

    private Decision Decide(IReadOnlyList<RawInput> inputs, MixtureRequest request, ref HiddenVector hidden)
    {
        request.Cancellation.ThrowIfCancellationRequested();
        Decision decision;
        if (parts.Composed is { IsDirect: true } gate && request.Mode != RoutingMode.Stochastic)
            decision = deciding.DecideDirectly(gate, parts.RequestOf(inputs, null, request), parts.GateNeedsHidden ? hidden.AsSpan() : []);
        else
            decision = deciding.Decide(parts.RequestOf(inputs, parts.GateNeedsHidden ? hidden.AsTensor() : null, request))[0];

        if (!Deciding.WaitsForHidden(decision))
            return decision;
        return deciding.Resolve(decision, parts.Fallback.NeedsHidden(parts.Snapshot) && parts.Encoder is not null ? hidden.AsSpan() : []);
    }

    private int ColumnsOf(Decision decision)
    {
        var columns = 0;
        for (var i = 0; i < decision.Experts.Count; i++)
            columns += SlotOf(decision, i).Columns;
        return columns;
    }

    private ExpertSlot SlotOf(Decision decision, int rank) => parts.Slots[RoutedList.PositionOf(decision.Experts, rank, parts.Snapshot)];

    private void Execute(
        IReadOnlyList<RawInput> inputs, Decision decision, ref HiddenVector hidden, (RowEntry[] Entries, float[] Values, VectorRows? Vectors) room, CancellationToken cancellation)
    {
        var start = 0;
        for (var i = 0; i < decision.Experts.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var routed = decision.Experts[i];
            var slot = SlotOf(decision, i);
            var own = room.Values.AsMemory(start, slot.Columns);
            start += slot.Columns;
            string? fault = null;
            IReadOnlyList<string>? texts = null;
            if (slot.Rows is { } rows)
                ExpertRunner.RunRows(rows, hidden.AsSpan(), hidden.Size, [0], own.Span, new Span<string?>(ref fault));
            else if (slot.Direct is { } direct)
                fault = ExpertRunner.RunDirectly(direct, inputs[0].Text, slot.NeedsHidden ? hidden.AsSpan() : [], own.Span, cancellation);
            else
                texts = RunOnTensors(slot, new ExpertBatch(inputs, slot.NeedsHidden ? hidden.Lend(decision.Experts.Count > 1) : null) { Cancellation = cancellation }, (own, SliceExecution.WeightOf(decision.Experts, i), room.Vectors), ref fault);
            room.Entries[i] = new RowEntry(slot, routed, fault, own, texts?[0]);
        }
    }

    private static IReadOnlyList<string>? RunOnTensors(ExpertSlot slot, ExpertBatch batch, (Memory<float> Kept, float Weight, VectorRows? Vectors) room, ref string? fault)
    {
        var targets = new RowTargets(room.Kept.Span, slot.Columns) { Means = slot.Space is VectorSpace ? room.Vectors : null, Inputs = [0], Weights = [room.Weight] };
        return ExpertRunner.Run(slot, batch, targets, new Span<string?>(ref fault));
    }
}
