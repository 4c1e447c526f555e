using System.Runtime.CompilerServices;

namespace MoECollab.Weights;

/// <summary>Large pages that small weights share. Each part holds its slab, which is freed when no part is held any more and the next slab is begun.</summary>
/// <typeparam name="T">The type of a weight.</typeparam>
internal sealed class WeightSlabs<T>
    where T : unmanaged
{
    private const int Pages = 4;
    private const int Line = 64;

    private readonly Lock _taking = new();
    private Memory<T> _left;

    /// <summary>Those of the process.</summary>
    public static WeightSlabs<T> Shared { get; } = new();

    /// <summary>Zeros, beginning at a cache line.</summary>
    /// <param name="count">As many as fit a large page.</param>
    public Memory<T> Take(int count)
    {
        var line = Math.Max(1, Line / Unsafe.SizeOf<T>());
        var taken = (count + line - 1) / line * line;
        lock (_taking)
        {
            if (taken > _left.Length)
                _left = WeightMemory.Alone<T>(Pages * WeightMemory.Page / Unsafe.SizeOf<T>());
            var part = _left[..count];
            _left = _left[taken..];
            return part;
        }
    }
}
