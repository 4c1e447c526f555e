namespace MoECollab.Host.Scheduling;

/// <summary>A call of an expert that others do not wait for: inputs that enough other experts answer are answered without it. Shared by all that were in its batch.</summary>
/// <param name="Expert">Who is late.</param>
internal sealed record LateCall(string Expert)
{
    private int _isCounted;

    /// <summary>True once: a call is one failure of its expert, however many inputs were answered without it.</summary>
    public bool TryCount() => Interlocked.Exchange(ref _isCounted, 1) == 0;
}
