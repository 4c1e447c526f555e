using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MoECollab.Weights;

/// <summary>
/// Memory for weights that are read in host memory, far apart and over and over: pages of 2 MB where the system has them, so that reading does not wait for the tables that say where pages lie
/// (a processor remembers the places of some thousand pages, which are a few MB at 4 KB each). It belongs to the collector as any array does: whoever holds it may read it, and what nobody holds is freed.
/// Calls may overlap.
/// </summary>
public static partial class WeightMemory
{
    /// <summary>Bytes of a large page.</summary>
    internal const int Page = 1 << 21;

    // What is smaller shares large pages with others: an expert of 70 KB is not to take 2 MB.
    private const int MostShared = Page;

    /// <summary>Zeros that stay where they are, beginning at a cache line.</summary>
    /// <typeparam name="T">The type of a weight.</typeparam>
    /// <param name="count">How many, at least 0.</param>
    /// <returns>A pointer to it holds as long as the memory itself is held.</returns>
    public static Memory<T> Allocate<T>(int count)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return (long)count * Unsafe.SizeOf<T>() <= MostShared ? WeightSlabs<T>.Shared.Take(count) : Alone<T>(count);
    }

    /// <summary>A copy of weights in such memory.</summary>
    /// <typeparam name="T">The type of a weight.</typeparam>
    /// <param name="values">Copied.</param>
    public static Memory<T> Copy<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumberBase<T>
    {
        var memory = Allocate<T>(values.Length);
        values.CopyTo(memory.Span);
        return memory;
    }

    /// <summary>Zeros in an array of their own, beginning with a large page.</summary>
    internal static Memory<T> Alone<T>(int count)
        where T : unmanaged
    {
        var array = GC.AllocateUninitializedArray<T>(checked(count + (Page / Unsafe.SizeOf<T>())), pinned: true);
        var first = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        var start = (first + Page - 1) & -(nint)Page;
        var memory = array.AsMemory((int)((start - first) / Unsafe.SizeOf<T>()), count);

        // Pages that are let go come back as zeros, and as large ones, when they are first touched.
        var whole = (nint)count * Unsafe.SizeOf<T>() & -(nint)Page;
        var isEnlarged = OperatingSystem.IsLinux() && madvise(start, whole, DontNeed) == 0 && madvise(start, whole, HugePage) == 0;
        memory.Span[(isEnlarged ? (int)(whole / Unsafe.SizeOf<T>()) : 0)..].Clear();
        return memory;
    }

    private const int DontNeed = 4;
    private const int HugePage = 14;

    [LibraryImport("libc")]
    private static partial int madvise(nint address, nint length, int advice);
}
