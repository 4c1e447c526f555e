using System.Collections.Concurrent;
using MoECollab.Encoders;
using MoECollab.Gating;
using MoECollab.Inputs;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Executing;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Mixing;

/// <summary>
/// encode → gate → dispatch → experts → integrate for a batch. On a CPU every part that can works in host memory, rows are read where they are and buffers are
/// kept; parts that cannot get tensors.
/// </summary>
internal sealed class BatchPath(MixtureParts parts, Deciding deciding, AnswerBuilder builder)
{
    private readonly ConcurrentBag<BatchBuffers> _buffers = [];
    private readonly bool _inHostMemory = SingleInputPath.Serves(parts);
    private readonly bool _gateInHostMemory = SingleInputPath.Serves(parts) && parts.Composed is { DecidesRows: true };
    private readonly SliceExecution _execution = new(parts);

    // libtorch is linked at the first tensor; a host whose mixture takes none does without it and its hundred megabytes.
    private readonly bool _needsNoTensor =
        SingleInputPath.Serves(parts)
        && parts.Composed is { DecidesRows: true }
        && parts.Slots.All(slot => slot.Rows is not null || slot.IsTextual)
        && (parts.Encoder is null or IDirectBatchEncoder || (!parts.GateNeedsHidden && !parts.Slots.Any(slot => slot.NeedsHidden)));

    /// <summary>Decides without executing.</summary>
    public Decision[] Route(IReadOnlyList<RawInput> inputs, MixtureRequest request)
    {
        using var scope = NewDisposeScope();
        using var frozen = WithoutGradients(request);
        using var encoded = new EncodedRows(parts, inputs, _inHostMemory);
        return Decide(encoded, inputs, request);
    }

    /// <summary>Answers a batch.</summary>
    public MixtureOutcome[] Answer(IReadOnlyList<RawInput> inputs, MixtureRequest request)
    {
        using var scope = NewDisposeScope();
        using var frozen = WithoutGradients(request);
        using var encoded = new EncodedRows(parts, inputs, _inHostMemory);
        var decisions = Decide(encoded, inputs, request);
        var buffers = _buffers.TryTake(out var kept) ? kept : new BatchBuffers();
        try
        {
            buffers.Dispatch.Group(decisions, parts.Snapshot);
            EncodeForExperts(encoded, buffers);
            var vectors = parts.VectorsOf(decisions.Length, request);
            _execution.Run(encoded, decisions, (buffers, vectors), request.Cancellation);
            return Build(encoded, decisions, (buffers, vectors), request);
        }
        finally
        {
            buffers.Clear();
            _buffers.Add(buffers);
        }
    }

    private IDisposable? WithoutGradients(MixtureRequest request) => _needsNoTensor && request.Mode != RoutingMode.Stochastic ? null : no_grad();

    private MixtureOutcome[] Build(EncodedRows encoded, Decision[] decisions, (BatchBuffers Buffers, VectorRows? Vectors) room, MixtureRequest request)
    {
        var (buffers, vectors) = room;
        var combined = parts.HasForeignIntegrator
            ? new ForeignIntegration(parts).Combine([.. decisions.Select((decision, row) => buffers.Entries.AsSpan(buffers.Starts[row], decision.Experts.Count).ToArray())])
            : null;
        var trace = new AnswerTrace(request, parts.Snapshot.Version, decisions.Length);
        var outcomes = new MixtureOutcome[decisions.Length];
        for (var row = 0; row < outcomes.Length; row++)
        {
            var entries = buffers.Entries.AsSpan(buffers.Starts[row], decisions[row].Experts.Count);
            long? work = request.CountWork ? parts.WorkOf(encoded.Inputs[row], encoded.Has(row), entries) : null;
            var frame = new AnswerFrame(trace, encoded.Inputs[row].Text, row) { MultiplyAdds = work, Probabilities = request.Probabilities, Vectors = vectors };
            outcomes[row] = builder.Build(decisions[row], entries, frame, combined?[row]);
        }

        return outcomes;
    }

    private Decision[] Decide(EncodedRows encoded, IReadOnlyList<RawInput> inputs, MixtureRequest request)
    {
        if (parts.GateNeedsHidden)
            encoded.EncodeAll();
        request.Cancellation.ThrowIfCancellationRequested();
        var decisions = _gateInHostMemory && request.Mode != RoutingMode.Stochastic
            ? deciding.DecideRows(parts.Composed!, parts.RequestOf(inputs, null, request), encoded.AsSpan())
            : deciding.Decide(parts.RequestOf(inputs, encoded.All, request));
        for (var row = 0; row < decisions.Length; row++)
        {
            if (!Deciding.WaitsForHidden(decisions[row]))
                continue;
            if (parts.Fallback.NeedsHidden(parts.Snapshot) && parts.Encoder is not null)
            {
                encoded.EncodeAll();
                decisions[row] = deciding.Resolve(decisions[row], encoded.Of(row));
            }
            else
            {
                decisions[row] = deciding.Resolve(decisions[row], []);
            }
        }

        return decisions;
    }

    private void EncodeForExperts(EncodedRows encoded, BatchBuffers buffers)
    {
        if (encoded.HasAll || parts.Encoder is null)
            return;
        var wanted = new SortedSet<int>();
        foreach (var slice in buffers.Dispatch.Slices)
        {
            if (parts.Slots[slice.Position].NeedsHidden)
                wanted.UnionWith(buffers.Dispatch.Rows.Slice(slice.Start, slice.Count).ToArray());
        }

        encoded.Encode([.. wanted]);
    }
}
