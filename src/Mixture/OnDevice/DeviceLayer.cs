using System.Diagnostics;
using Microsoft.Extensions.Logging;
using MoECollab.Gating;
using MoECollab.Gating.Numerics;
using MoECollab.Gating.OnDevice;
using MoECollab.Mixture.Dispatching;
using MoECollab.Mixture.Mixing;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Mixture.OnDevice;

/// <summary>
/// Gate and experts of built-in kinds on a device: scored, sorted by expert and answered in a fixed number of operators, and read once at the end. Decisions are made in host memory from
/// the scores, as always; experts that were not foreseen answer in a second go, all together too. Calls may overlap, as long as nobody trains.
/// What cannot be laid on the device is not tried again by this mixture, or once somebody trained; whatever else goes wrong there leaves one batch to the ordinary path. Either is logged once.
/// </summary>
internal sealed partial class DeviceLayer(MixtureParts parts) : IDisposable
{
    private readonly Lock _making = new();
    private StackedExperts? _experts;
    private long[]? _refused; // the experts' changes when they could not be laid on the device
    private DeviceGate? _gate;
    private bool _isGateMade;
    private volatile string? _fault;
    private int _isRunLogged;
    private bool _isStackLogged;

    /// <summary>Whether a mixture answers this way: one expert alone gains nothing by it.</summary>
    public static bool Serves(MixtureParts parts) =>
        parts.Options.Direct == DirectPath.WherePossible
        && (parts.Options.Device.type != DeviceType.CPU || parts.Options.CpuStandsIn)
        && parts.Slots.Count(slot => slot.Stackable is not null) > 1;

    /// <summary>Why the device last gave no answer, so that the ordinary way had to be gone; null where it always did.</summary>
    public string? Fault => _fault;

    /// <summary>Bytes that it holds on the device now.</summary>
    public long Bytes
    {
        get
        {
            lock (_making)
                return (_experts?.Bytes ?? 0) + (_gate?.Bytes ?? 0);
        }
    }

    /// <summary>Scores a batch and runs the experts that will be chosen; null where this gate or request cannot be foreseen, and where something goes wrong: the ordinary way finds out what.</summary>
    /// <param name="request">B inputs with hidden vectors on the device.</param>
    public Forecast? Foresee(RoutingRequest request)
    {
        if (parts.Composed is null || request.Hidden is null || !DeviceGate.Foresees(request))
            return null;
        try
        {
            var (experts, gate) = (Experts(), Gate());
            return gate is null || experts is null || experts.Stacks.Length == 0 ? null : Foresee(experts, gate, request);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Failed(fault);
            return null;
        }
    }

    /// <summary>What the device answers to the entries of a dispatch: taken from the forecast, and computed now where that did not have it.</summary>
    /// <param name="encoded">The batch.</param>
    /// <param name="dispatch">Its entries.</param>
    /// <param name="forecast">What is known already, or null.</param>
    public DeviceAnswers Answer(EncodedRows encoded, Dispatch dispatch, (Forecast? Known, long Began) forecast)
    {
        var answers = new DeviceAnswers(forecast.Known is null ? Stopwatch.GetTimestamp() : forecast.Began, dispatch.Entries);
        foreach (var slice in forecast.Known is null ? [] : dispatch.Slices)
        {
            for (var entry = slice.Start; entry < slice.Start + slice.Count; entry++)
                answers.Take(entry, forecast.Known!.OutputsOf(dispatch.Rows[entry], slice.Position));
        }

        try
        {
            RunOthers(encoded, dispatch, answers);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever it was, an expert by itself may do without it (memory, say), or says what is wrong.
            Failed(fault);
        }

        return answers;
    }

    public void Dispose()
    {
        lock (_making)
        {
            _experts?.Dispose();
            _gate?.Dispose();
            (_experts, _gate) = (null, null);
        }
    }

    private static Forecast Foresee(StackedExperts experts, DeviceGate gate, RoutingRequest request)
    {
        using var scope = NewDisposeScope();
        var (scores, chosen) = gate.Choose(request); // [B, N], [B, k]
        var kept = (int)chosen.shape[1];
        var positions = chosen.reshape(-1); // [n = B k]
        var all = new List<Tensor> { scores.reshape(-1), positions.to(float32) };
        for (var i = 0; i < experts.Stacks.Length; i++)
        {
            var stack = experts.Stacks[i];
            var own = experts.IndicesOn(i).index_select(0, positions);
            var places = BlockPlaces.OnDevice(own, kept, stack.Count, BlockPlan.Of(request.Inputs.Count, kept, stack.Count));
            all.Add(stack.Run(request.Hidden!, places).reshape(-1));
        }

        // The one place where anybody waits.
        var values = HostMemory.Read(cat([.. all]));
        return new Forecast(experts, values, kept, new ScoreTable(request.Inputs.Count, request.Experts.Experts.Count) { Cold = gate.Cold });
    }

    private void RunOthers(EncodedRows encoded, Dispatch dispatch, DeviceAnswers answers)
    {
        if (Experts() is not { } experts)
            return;
        using var scope = NewDisposeScope();
        for (var stack = 0; stack < experts.Stacks.Length; stack++)
        {
            List<DispatchSlice> slices = [.. dispatch.Slices.Where(slice => experts.PlaceOf(slice.Position).Stack == stack && !answers.Cover(slice.Start, slice.Count))];
            if (slices.Count == 0)
                continue;
            var inputs = new List<int>();
            foreach (var slice in slices)
            {
                foreach (var row in dispatch.Rows.Slice(slice.Start, slice.Count))
                    inputs.Add(encoded.PlaceOf(row));
            }

            int[] indices = [.. slices.Select(slice => experts.PlaceOf(slice.Position).Index)];
            var hidden = encoded.Placed;
            var outputs = HostMemory.Read(experts.Stacks[stack].Run(hidden, BlockPlaces.OfHost(slices, indices, [.. inputs], hidden.device))); // [n, L]
            var (next, length) = (0, experts.Stacks[stack].Outputs);
            foreach (var slice in slices)
            {
                for (var entry = slice.Start; entry < slice.Start + slice.Count; entry++, next++)
                    answers.Take(entry, outputs.AsMemory(next * length, length));
            }
        }
    }

    // Null where they cannot be laid there.
    private StackedExperts? Experts()
    {
        lock (_making)
        {
            if (_experts is { IsStale: false })
                return _experts;
            if (_refused is not null && _refused.SequenceEqual(Changes()))
                return null;
            _experts?.Dispose();
            (_experts, _refused) = (null, null);
            var changes = Changes();
            try
            {
                return _experts = new StackedExperts(parts.Slots, parts.Encoder?.Description.HiddenSize ?? 0, parts.Options.Device);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                (_refused, _fault) = (changes, fault.ToString());
                if (!_isStackLogged)
                    LogNoStack(parts.Options.Logger, parts.Options.Device, parts.Snapshot.Version, fault);
                _isStackLogged = true;
                return null;
            }
        }
    }

    private DeviceGate? Gate()
    {
        lock (_making)
        {
            if (_isGateMade)
                return _gate;
            _isGateMade = true;
            try
            {
                return _gate = parts.Composed!.OnDevice(parts.Snapshot, parts.Options.Device);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                _fault = fault.ToString();
                LogNoGate(parts.Options.Logger, parts.Gate.Id, parts.Options.Device, fault);
                return null;
            }
        }
    }

    private long[] Changes() => [.. parts.Slots.Where(slot => slot.Stackable is not null).Select(slot => slot.Stackable!.Changes)];

    private void Failed(Exception fault)
    {
        _fault = fault.ToString();
        if (Interlocked.Exchange(ref _isRunLogged, 1) == 0)
            LogFailed(parts.Options.Logger, parts.Options.Device, parts.Snapshot.Version, fault);
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "The experts of set {Snapshot} could not be laid on {Device} side by side; each answers by itself there, until weights or the set change")]
    private static partial void LogNoStack(ILogger log, Device device, long snapshot, Exception fault);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "The gate {Gate} could not be laid on {Device} beside the experts; it decides first and they answer together after it, until the set of experts changes")]
    private static partial void LogNoGate(ILogger log, string gate, Device device, Exception fault);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "{Device} failed in a batch of the experts of set {Snapshot}, and the gate's own operators and each expert's answered in its stead; batches after it are tried there again, and this is not logged again")]
    private static partial void LogFailed(ILogger log, Device device, long snapshot, Exception fault);
}
