namespace TorchSharp;

/// <summary>
/// Tells the collector of the native bytes behind tensors that nobody disposes. A tensor object is a few dozen bytes, so
/// without this a loop that drops its tensors reaches gigabytes before the first collection.
/// </summary>
/// <remarks>
/// Tensors that are disposed soon cost one addition here and back; only when the sum has drifted by a chunk is the
/// collector told.
/// </remarks>
internal static class NativeMemoryPressure
{
    private const long Chunk = 32L << 20;

    private static long s_untold;

    internal static void Add(long bytes)
    {
        if (Interlocked.Add(ref s_untold, bytes) < Chunk) return;
        if (Take(Chunk) is > 0 and var told) GC.AddMemoryPressure(told);
    }

    internal static void Remove(long bytes)
    {
        if (Interlocked.Add(ref s_untold, -bytes) > -Chunk) return;
        if (Take(-Chunk) is < 0 and var told) GC.RemoveMemoryPressure(-told);
    }

    // Takes what has drifted past the threshold, unless another thread was first.
    private static long Take(long threshold)
    {
        while (true)
        {
            var untold = Interlocked.Read(ref s_untold);
            if (Math.Abs(untold) < Math.Abs(threshold) || Math.Sign(untold) != Math.Sign(threshold)) return 0;
            if (Interlocked.CompareExchange(ref s_untold, 0, untold) == untold) return untold;
        }
    }
}
