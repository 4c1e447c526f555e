using System.Collections.Concurrent;
using System.Diagnostics;
using MoECollab.Encoders;
using MoECollab.Gating;
using MoECollab.Gating.Numerics.Panels;
using MoECollab.Inputs;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Executing;
using MoECollab.Mixture.OnDevice;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Mixing;

/// <summary>
/// encode → gate → dispatch → experts → integrate for a batch. On a CPU every part that can works in host memory, rows are read where they are and buffers are
/// kept; parts that cannot get tensors.
/// </summary>
internal sealed class BatchPath(MixtureParts parts, Deciding deciding, AnswerBuilder builder) : IDisposable
{
    private readonly ConcurrentBag<BatchBuffers> _buffers = [];
    private readonly bool _inHostMemory = SingleInputPath.Serves(parts);
    private readonly bool _gateInHostMemory = SingleInputPath.Serves(parts) && parts.Composed is { DecidesRows: true };
    private readonly SliceExecution _execution = new(parts);
    private readonly DeviceLayer? _layer = DeviceLayer.Serves(parts) ? new DeviceLayer(parts) : null;

    // libtorch is linked at the first tensor; a host whose mixture takes none does without it and its hundred megabytes.
    private readonly bool _needsNoTensor =
        SingleInputPath.Serves(parts)
        && parts.Composed is { DecidesRows: true }
        && parts.Slots.All(slot => slot.Rows is not null || slot.IsTextual)
        && (parts.Encoder is null or IDirectBatchEncoder || (!parts.GateNeedsHidden && !parts.Slots.Any(slot => slot.NeedsHidden)));

    /// <summary>Whether everything works in host memory.</summary>
    public bool NeedsNoTensor => _needsNoTensor;

    /// <summary>Decides without executing.</summary>
    public Decision[] Route(IReadOnlyList<RawInput> inputs, MixtureRequest request)
    {
        using var scope = NeedsTensors(request) ? NewDisposeScope() : null;
        using var frozen = NeedsTensors(request) ? no_grad() : null;
        using var encoded = new EncodedRows(parts, inputs, _inHostMemory);
        return Decide(encoded, inputs, request, null).Decisions;
    }

    /// <summary>
    /// Answers a batch. Where every part works row by row in host memory, a large one goes block by block, so that vectors stay in the caches from encoder to experts; tensors are made
    /// for all rows at once, since operators gain by that.
    /// </summary>
    public MixtureOutcome[] Answer(IReadOnlyList<RawInput> inputs, MixtureRequest request)
    {
        var outcomes = new MixtureOutcome[inputs.Count];
        var trace = new AnswerTrace(request, parts.Snapshot.Version, inputs.Count);
        var blocks = RowBlocks.OfBatch(inputs.Count, parts.Slots.Length, Math.Max(1, request.Experts ?? parts.Options.Experts ?? 1));
        if (blocks.Count == 1 || !_needsNoTensor || request.Mode != RoutingMode.Deterministic)
        {
            Answer(inputs, request, trace, (0, outcomes));
            return outcomes;
        }

        for (var i = 0; i < blocks.Count; i++)
        {
            var (start, rows) = blocks.At(i);
            var block = new RawInput[rows];
            for (var row = 0; row < rows; row++)
                block[row] = inputs[start + row];
            Answer(block, request, trace, (start, outcomes));
        }

        return outcomes;
    }

    private void Answer(IReadOnlyList<RawInput> inputs, MixtureRequest request, AnswerTrace trace, (int First, MixtureOutcome[] All) outcomes)
    {
        using var scope = NeedsTensors(request) ? NewDisposeScope() : null;
        using var frozen = NeedsTensors(request) ? no_grad() : null;
        using var encoded = new EncodedRows(parts, inputs, _inHostMemory);
        var (decisions, forecast) = Decide(encoded, inputs, request, _layer);
        var buffers = _buffers.TryTake(out var kept) ? kept : new BatchBuffers();
        try
        {
            buffers.Dispatch.Group(decisions, parts.Snapshot);
            EncodeForExperts(encoded, buffers);
            var vectors = parts.VectorsOf(decisions.Length, request);
            var answers = buffers.Dispatch.Entries > 0 ? _layer?.Answer(encoded, buffers.Dispatch, forecast) : null;
            _execution.Run(encoded, decisions, (buffers, vectors, answers), request.Cancellation);
            Build(encoded, decisions, (buffers, vectors), (request, trace), outcomes);
        }
        finally
        {
            buffers.Clear();
            _buffers.Add(buffers);
        }
    }

    /// <summary>Why a device last left an answer to the ordinary way, or null.</summary>
    public string? DeviceFault => _layer?.Fault;

    /// <summary>Bytes laid on a device.</summary>
    public long DeviceBytes => _layer?.Bytes ?? 0;

    /// <summary>Frees what was laid on a device.</summary>
    public void Dispose() => _layer?.Dispose();

    // Any static member of TorchSharp loads libtorch.
    private bool NeedsTensors(MixtureRequest request) => !_needsNoTensor || request.Mode == RoutingMode.Stochastic;

    private void Build(
        EncodedRows encoded, Decision[] decisions, (BatchBuffers Buffers, VectorRows? Vectors) room, (MixtureRequest Request, AnswerTrace Trace) asked, (int First, MixtureOutcome[] All) outcomes)
    {
        var (buffers, vectors) = room;
        var (request, trace) = asked;
        var combined = parts.HasForeignIntegrator
            ? new ForeignIntegration(parts).Combine([.. decisions.Select((decision, row) => buffers.Entries.AsSpan(buffers.Starts[row], decision.Experts.Count).ToArray())])
            : null;
        for (var row = 0; row < decisions.Length; row++)
        {
            var entries = buffers.Entries.AsSpan(buffers.Starts[row], decisions[row].Experts.Count);
            long? work = request.CountWork ? parts.WorkOf(encoded.Inputs[row], encoded.Has(row), entries) : null;
            var frame = new AnswerFrame(trace, encoded.Inputs[row].Text, outcomes.First + row) { MultiplyAdds = work, Probabilities = request.Probabilities, Vectors = vectors };
            outcomes.All[outcomes.First + row] = builder.Build(decisions[row], entries, frame, combined?[row]);
        }
    }

    private (Decision[] Decisions, (Forecast? Known, long Began) Forecast) Decide(EncodedRows encoded, IReadOnlyList<RawInput> inputs, MixtureRequest request, DeviceLayer? layer)
    {
        if (parts.GateNeedsHidden)
            encoded.EncodeAll();
        request.Cancellation.ThrowIfCancellationRequested();
        if (_gateInHostMemory && request.Mode != RoutingMode.Stochastic)
            return (Resolved(deciding.DecideRows(parts.Composed!, parts.RequestOf(inputs, null, request), encoded.AsSpan()), encoded), default);

        var (asked, began) = (parts.RequestOf(inputs, encoded.All, request), Stopwatch.GetTimestamp());
        var forecast = layer?.Foresee(asked);
        var decisions = forecast is null ? deciding.Decide(asked) : deciding.DecideScored(parts.Composed!, asked, forecast.Scores, began);
        return (Resolved(decisions, encoded), (forecast, began));
    }

    private Decision[] Resolved(Decision[] decisions, EncodedRows encoded)
    {
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
