using System.Runtime.InteropServices;

namespace MoECollab.Benchmarks.Layer;

/// <summary>CPU time of the calling thread: on a shared machine the only time that says something about the code.</summary>
internal static partial class ThreadCpuClock
{
    private const int ClockThreadCpuTime = 3;
    private const int ClockProcessCpuTime = 2;

    /// <summary>Nanoseconds that this thread has computed.</summary>
    internal static long Nanoseconds => Read(ClockThreadCpuTime);

    /// <summary>Nanoseconds that all threads of this process have computed.</summary>
    internal static long ProcessNanoseconds => Read(ClockProcessCpuTime);

    private static long Read(int clock)
    {
        if (clock_gettime(clock, out var time) != 0) throw new PlatformNotSupportedException("No CPU clock on this system.");
        return time.Seconds * 1_000_000_000 + time.Nanoseconds;
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        internal long Seconds;
        internal long Nanoseconds;
    }
}
