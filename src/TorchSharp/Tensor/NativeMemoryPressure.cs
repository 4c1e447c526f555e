namespace TorchSharp;

/// <summary>
/// Tells the collector of the native bytes behind tensors that nobody disposes. A tensor object is a few dozen bytes, so
/// without this a loop that drops its tensors reaches gigabytes before the first collection.
/// </summary>
/// <remarks>
/// Tensors that are disposed soon cost one addition here and back. The collector is told when more than a chunk is alive
/// than it knows of, and is told of less only after a much larger fall: a training step that fills and empties its scope
/// must not provoke a collection each time.
/// </remarks>
internal static class NativeMemoryPressure
{
    private const long Chunk = 32L << 20;
    private const long Slack = 96L << 20;

    private static long s_alive;
    private static long s_told;

    internal static void Add(long bytes)
    {
        var alive = Interlocked.Add(ref s_alive, bytes);
        var told = Volatile.Read(ref s_told);
        if (alive > told + Chunk && Interlocked.CompareExchange(ref s_told, alive, told) == told) GC.AddMemoryPressure(alive - told);
    }

    internal static void Remove(long bytes)
    {
        var alive = Interlocked.Add(ref s_alive, -bytes);
        var told = Volatile.Read(ref s_told);
        if (alive < told - Slack && Interlocked.CompareExchange(ref s_told, alive, told) == told) GC.RemoveMemoryPressure(told - alive);
    }
}
