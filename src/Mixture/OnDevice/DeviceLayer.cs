using System.Diagnostics;
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
/// </summary>
internal sealed class DeviceLayer(MixtureParts parts) : IDisposable
{
    private readonly Lock _making = new();
    private StackedExperts? _experts;
    private DeviceGate? _gate;
    private bool _isGateMade;
    private volatile string? _fault;

    /// <summary>Whether a mixture answers this way: one expert alone gains nothing by it.</summary>
    public static bool Serves(MixtureParts parts) =>
        parts.Options.Direct == DirectPath.WherePossible
        && (parts.Options.Device.type != DeviceType.CPU || parts.Options.CpuStandsIn)
        && parts.Slots.Count(slot => slot.Stackable is not null) > 1;

    /// <summary>Why the device last gave no answer, so that the ordinary way had to be gone; null where it always did.</summary>
    public string? Fault => _fault;

    /// <summary>Scores a batch and runs the experts that will be chosen; null where this gate or request cannot be foreseen, and where something goes wrong: the ordinary way finds out what.</summary>
    /// <param name="request">B inputs with hidden vectors on the device.</param>
    public Forecast? Foresee(RoutingRequest request)
    {
        if (parts.Composed is null || request.Hidden is null || !DeviceGate.Foresees(request))
            return null;
        try
        {
            var (experts, gate) = (Experts(), Gate());
            return gate is null || experts.Stacks.Length == 0 ? null : Foresee(experts, gate, request);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _fault = fault.ToString();
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
            _fault = fault.ToString();
        }

        return answers;
    }

    public void Dispose()
    {
        _experts?.Dispose();
        _gate?.Dispose();
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
        var experts = Experts();
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

    private StackedExperts Experts()
    {
        lock (_making)
        {
            if (_experts is { IsStale: false })
                return _experts;
            _experts?.Dispose();
            _experts = null;
            return _experts = new StackedExperts(parts.Slots, parts.Encoder?.Description.HiddenSize ?? 0, parts.Options.Device);
        }
    }

    private DeviceGate? Gate()
    {
        lock (_making)
        {
            if (!_isGateMade)
                (_gate, _isGateMade) = (parts.Composed!.OnDevice(parts.Snapshot, parts.Options.Device), true);
            return _gate;
        }
    }
}
