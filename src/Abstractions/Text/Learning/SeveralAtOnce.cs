using System.Runtime.ExceptionServices;

namespace MoECollab.Text.Learning;

/// <summary>Independent pieces of work on several threads; what comes of each depends on itself alone, so the number of threads changes nothing but the time.</summary>
internal static class SeveralAtOnce
{
    /// <summary>Does all of them.</summary>
    /// <param name="items">The pieces.</param>
    /// <param name="threads">How many at once, at least 1.</param>
    /// <param name="work">What is done with one.</param>
    /// <returns>What came of each, in the order of the pieces.</returns>
    public static TResult[] Each<TItem, TResult>(IReadOnlyList<TItem> items, int threads, Func<TItem, TResult> work)
    {
        if (threads <= 1 || items.Count < 2)
            return [.. items.Select(work)];
        var results = new TResult[items.Count];
        try
        {
            Parallel.For(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, at => results[at] = work(items[at]));
        }
        catch (AggregateException faults)
        {
            ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]);
        }

        return results;
    }
}
