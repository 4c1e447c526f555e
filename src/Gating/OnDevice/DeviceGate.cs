using MoECollab.Gating.Composing;
using MoECollab.Gating.Transforms;
using static TorchSharp.torch;

namespace MoECollab.Gating.OnDevice;

/// <summary>
/// A composed gate's choice on a device, made without waiting for it, so that experts can be run in the same breath. It is a forecast: the decision is made in host memory from the
/// same scores, as always, and what differs from the forecast is computed then. Calls may overlap.
/// </summary>
internal sealed class DeviceGate : IDisposable
{
    private readonly IDeviceScores _scores;
    private readonly IKnownCount _selector;
    private readonly Tensor? _factors; // [N] what transforms multiply scores by
    private readonly Tensor? _offsets; // [N] and add

    /// <param name="scores">Owned from now on.</param>
    /// <param name="parts">The gate's.</param>
    /// <param name="experts">The snapshot that is routed to.</param>
    /// <param name="device">Where.</param>
    public DeviceGate(IDeviceScores scores, GateParts parts, ExpertSnapshot experts, Device device)
    {
        _scores = scores;
        _selector = (IKnownCount)parts.Selector;
        float[] offsets = new float[experts.Experts.Count], factors = new float[offsets.Length];
        factors.AsSpan().Fill(1f);
        // Built-in transforms work on each score by itself, z → f z + o.
        var row = new RoutingRow(new RoutingRequest(experts, [], null), 0);
        foreach (var transform in parts.Transforms)
        {
            transform.Apply(row, offsets);
            transform.Apply(row, factors);
        }

        for (var i = 0; i < factors.Length; i++)
            factors[i] -= offsets[i];
        HealthMask.Apply(experts, offsets);
        _selector.Bias(experts, offsets);
        if (factors.All(factor => factor == 1f) && offsets.All(offset => offset == 0f))
            return;
        _factors = tensor(factors, device: device).DetachFromDisposeScope();
        _offsets = tensor(offsets, device: device).DetachFromDisposeScope();
    }

    /// <summary>As <see cref="ScoreTable.Cold"/>.</summary>
    public IReadOnlyList<int> Cold => _scores.Cold;

    /// <summary>Bytes that it holds on the device.</summary>
    public long Bytes => _scores.Bytes + (_factors is null ? 0 : 2 * sizeof(float) * _factors.NumberOfElements);

    /// <summary>Whether a request asks for nothing that changes the choice in a way that only the host knows.</summary>
    public static bool Foresees(RoutingRequest request) => request.Mode == RoutingMode.Deterministic && request.Objectives.Count == 0 && request.Features.Count == 0;

    /// <summary>Scores every input and takes the best experts, equal ones by position, without waiting.</summary>
    /// <param name="request">B inputs with hidden vectors on the device.</param>
    /// <returns>The scores [B, N] before any transform, and the positions of the k best [B, k]; both belong to the caller's dispose scope.</returns>
    public (Tensor Scores, Tensor Chosen) Choose(RoutingRequest request)
    {
        using var scope = NewDisposeScope();
        var scores = _scores.Score(request);
        var routed = _factors is null ? scores : _offsets!.addcmul(scores, _factors, 1f); // [B, N]
        var (_, order) = routed.sort(1, descending: true, stable: true);
        var kept = Math.Clamp(_selector.CountFor(request), 1, scores.shape[1]);
        return (scores.MoveToOuterDisposeScope(), order.narrow(1, 0, kept).MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        _scores.Dispose();
        _factors?.Dispose();
        _offsets?.Dispose();
    }
}
