using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Experts;

/// <summary>The rows of a batch that were routed to one expert. Borrowed: an expert neither disposes, changes nor keeps the tensor, whose memory the next batch uses again.</summary>
/// <param name="Inputs">The raw inputs, B of them.</param>
/// <param name="Hidden">The shared hidden vectors [B, d], float32, on the device; null where the expert does not need them (<see cref="ExpertTraits.Needs"/>).</param>
public sealed record ExpertBatch(IReadOnlyList<RawInput> Inputs, Tensor? Hidden)
{
    /// <summary>Cancelled when the caller no longer waits, or the call's deadline has passed.</summary>
    public CancellationToken Cancellation { get; init; }
}
