using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace MoECollab.Text;

/// <summary>Rows of numbers, one of an n-gram each, with the n-gram's weight in one of their columns.</summary>
/// <param name="values">Row by row.</param>
/// <param name="stride">Length of a row.</param>
/// <param name="column">Where the weight is.</param>
internal readonly ref struct WeightTable(ReadOnlySpan<float> values, int stride, int column)
{
    private readonly ReadOnlySpan<float> _values = values;

    /// <summary>The weight of a row.</summary>
    public float this[int row] => _values[(row * stride) + column];

    /// <summary>Asks for the two ends of a row; what lies between comes along, or is read in order.</summary>
    public unsafe void Prefetch(int row)
    {
        if (!Sse.IsSupported || _values.IsEmpty)
            return;
        ref var first = ref Unsafe.Add(ref MemoryMarshal.GetReference(_values), row * stride);
        Sse.Prefetch0(Unsafe.AsPointer(ref first));
        if (column > 0)
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref first, column)));
    }
}
