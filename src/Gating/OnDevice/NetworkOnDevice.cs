using MoECollab.Gating.Scoring;
using static TorchSharp.torch;

namespace MoECollab.Gating.OnDevice;

/// <summary>A trained network's logits at the positions of a snapshot's experts; whoever has no column is masked.</summary>
internal sealed class NetworkOnDevice : IDeviceScores
{
    private readonly IGateNetwork _network;
    private readonly Tensor? _columns; // [N]; null where columns are positions
    private readonly Tensor? _masked; // [1, 1], −∞: the column after the last

    /// <param name="network">Borrowed.</param>
    /// <param name="columns">Of each position: its column, or one past the last.</param>
    /// <param name="cold">Positions without a column.</param>
    /// <param name="device">Where.</param>
    public NetworkOnDevice(IGateNetwork network, long[] columns, (IReadOnlyList<int> Positions, bool AreColumnsPositions) cold, Device device)
    {
        _network = network;
        Cold = cold.Positions;
        if (cold.AreColumnsPositions)
            return;
        _columns = tensor(columns, device: device).DetachFromDisposeScope();
        _masked = tensor([float.NegativeInfinity], [1, 1], device: device).DetachFromDisposeScope();
    }

    public IReadOnlyList<int> Cold { get; }

    public long Bytes => _columns is null ? 0 : (sizeof(long) * _columns.NumberOfElements) + sizeof(float);

    public Tensor Score(RoutingRequest request)
    {
        using var scope = NewDisposeScope();
        var logits = _network.Forward(request.Hidden!, request); // [B, M]
        if (_columns is null)
            return logits.MoveToOuterDisposeScope();
        return cat([logits, _masked!.expand(logits.shape[0], 1)], 1).index_select(1, _columns).MoveToOuterDisposeScope(); // [B, N]
    }

    public void Dispose()
    {
        _columns?.Dispose();
        _masked?.Dispose();
    }
}
