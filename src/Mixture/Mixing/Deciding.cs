using System.Diagnostics;
using MoECollab.Gating;
using MoECollab.Gating.Composing;

namespace MoECollab.Mixture.Mixing;

/// <summary>Asks a mixture's gate, and makes of whatever it does a decision for each input: a gate that fails as a whole sends its inputs to the mixture's fallback.</summary>
internal sealed class Deciding(MixtureParts parts)
{
    /// <summary>Decides for a batch.</summary>
    public Decision[] Decide(RoutingRequest request)
    {
        var began = Began();
        var decisions = DecideAll(request);
        parts.Options.WhenDecided?.Invoke(decisions.Length, began);
        return decisions;
    }

    /// <summary>Decides for a batch from scores that a device gave.</summary>
    /// <param name="gate">The mixture's gate.</param>
    /// <param name="request">B inputs.</param>
    /// <param name="scores">[B, N].</param>
    /// <param name="began">When the device was asked.</param>
    public Decision[] DecideScored(ComposedGate gate, RoutingRequest request, ScoreTable scores, long began)
    {
        var decisions = gate.DecideScored(scores, request);
        parts.Options.WhenDecided?.Invoke(decisions.Length, began);
        return decisions;
    }

    /// <summary>Decides for one input in host memory.</summary>
    public Decision DecideDirectly(ComposedGate gate, RoutingRequest request, ReadOnlySpan<float> hidden)
    {
        var began = Began();
        var decision = gate.DecideDirectly(request, hidden);
        parts.Options.WhenDecided?.Invoke(1, began);
        return decision;
    }

    /// <summary>Decides for a batch in host memory.</summary>
    /// <param name="gate">The mixture's gate, which can.</param>
    /// <param name="request">B inputs.</param>
    /// <param name="hidden">[B, d], or empty.</param>
    public Decision[] DecideRows(ComposedGate gate, RoutingRequest request, ReadOnlySpan<float> hidden)
    {
        var began = Began();
        var decisions = DecideAllRows(gate, request, hidden);
        parts.Options.WhenDecided?.Invoke(decisions.Length, began);
        return decisions;
    }

    /// <summary>Whether the decision is a fallback that waits for the input's hidden vector.</summary>
    public static bool WaitsForHidden(Decision decision) => decision is { Kind: DecisionKind.Fallback, Experts.Count: 0 };

    /// <summary>Decides a fallback that waited, now that the hidden vector is there.</summary>
    public Decision Resolve(Decision waiting, ReadOnlySpan<float> hidden)
    {
        var resolved = parts.Fallback.Decide(parts.Snapshot, hidden, waiting.Reasons);
        return resolved with
        {
            GateId = waiting.GateId,
            GateVersion = waiting.GateVersion,
            Guard = waiting.Guard,
            Cold = waiting.Cold,
            Seed = waiting.Seed,
            SnapshotVersion = waiting.SnapshotVersion,
        };
    }

    /// <summary>A decision of a foreign gate may name experts that are not in the snapshot, or weigh one with nothing: they are not executed.</summary>
    public Decision Known(Decision decision)
    {
        var isSound = true;
        foreach (var expert in decision.Experts)
            isSound &= parts.Snapshot.PositionOf(expert.Id) >= 0 && expert.Weight > 0 && float.IsFinite(expert.Weight);
        if (isSound)
            return decision;

        RoutedExpert[] kept = [.. decision.Experts.Where(expert => parts.Snapshot.PositionOf(expert.Id) >= 0 && expert.Weight > 0 && float.IsFinite(expert.Weight))];
        return decision with
        {
            Kind = kept.Length == 0 ? DecisionKind.Fallback : decision.Kind,
            Experts = kept,
            Reasons = [.. decision.Reasons, "the gate named experts that are not installed, or gave them no weight"],
        };
    }

    private long Began() => parts.Options.WhenDecided is null ? 0 : Stopwatch.GetTimestamp();

    private Decision[] DecideAllRows(ComposedGate gate, RoutingRequest request, ReadOnlySpan<float> hidden)
    {
        try
        {
            return gate.DecideDirectlyAll(request, hidden);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return Failed(request, $"the gate threw {fault.GetType().Name}: {fault.Message}");
        }
    }

    private Decision[] DecideAll(RoutingRequest request)
    {
        try
        {
            var decisions = parts.Gate.Decide(request);
            return decisions.Count == request.Inputs.Count
                ? [.. decisions.Select(Known)]
                : Failed(request, $"the gate returned {decisions.Count} decisions for {request.Inputs.Count} inputs");
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return Failed(request, $"the gate threw {fault.GetType().Name}: {fault.Message}");
        }
    }

    private Decision[] Failed(RoutingRequest request, string reason)
    {
        var decisions = new Decision[request.Inputs.Count];
        Array.Fill(decisions, new Decision(DecisionKind.Fallback, [])
        {
            GateId = parts.Gate.Id,
            GateVersion = parts.Gate.Version,
            Seed = request.Seed,
            SnapshotVersion = request.Experts.Version,
            Reasons = [reason],
        });
        return decisions;
    }
}
