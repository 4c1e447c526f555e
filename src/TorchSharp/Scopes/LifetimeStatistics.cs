namespace TorchSharp;

/// <summary>What one thread has created, moved and disposed of one kind of object since the last reset.</summary>
public class LifetimeStatistics
{
    public long CreatedInScopeCount { get; private set; }

    public long CreatedOutsideScopeCount { get; private set; }

    public long DisposedInScopeCount { get; private set; }

    public long DisposedOutsideScopeCount { get; private set; }

    public long DetachedFromScopeCount { get; private set; }

    public long AttachedToScopeCount { get; private set; }

    /// <summary>Created less disposed. A finalizer disposes on a thread of its own, so this counts what the thread itself let go.</summary>
    public long ThreadTotalLiveCount { get; private set; }

    public void Reset()
    {
        CreatedInScopeCount = 0;
        CreatedOutsideScopeCount = 0;
        DisposedInScopeCount = 0;
        DisposedOutsideScopeCount = 0;
        DetachedFromScopeCount = 0;
        AttachedToScopeCount = 0;
        ThreadTotalLiveCount = 0;
    }

    public override string ToString() =>
        $"ThreadTotalLiveCount: {ThreadTotalLiveCount}; CreatedOutsideScopeCount: {CreatedOutsideScopeCount}; DisposedOutsideScopeCount: {DisposedOutsideScopeCount}; " +
        $"CreatedInScopeCount: {CreatedInScopeCount}; DisposedInScopeCount: {DisposedInScopeCount}; AttachedToScopeCount: {AttachedToScopeCount}; DetachedFromScopeCount: {DetachedFromScopeCount}";

    internal void Created(bool inScope)
    {
        if (inScope) CreatedInScopeCount++;
        else CreatedOutsideScopeCount++;
        ThreadTotalLiveCount++;
    }

    internal void DisposedInScope()
    {
        DisposedInScopeCount++;
        ThreadTotalLiveCount--;
    }

    internal void DisposedOutsideScope()
    {
        DisposedOutsideScopeCount++;
        ThreadTotalLiveCount--;
    }

    internal void Attached() => AttachedToScopeCount++;

    internal void Detached() => DetachedFromScopeCount++;
}
