using System.Numerics;
using System.Runtime.InteropServices;

namespace MoECollab.HashedNGramEncoder.Summing;

/// <summary>Floats of 16 bits, eight of them for the fraction: the upper halves of float32.</summary>
internal static class BFloat16
{
    private const uint LowerHalf = 0xFFFF;

    /// <summary>Whether all values are such floats.</summary>
    public static bool Holds(ReadOnlySpan<float> values)
    {
        var words = MemoryMarshal.Cast<float, uint>(values);
        var lanes = MemoryMarshal.Cast<uint, Vector<uint>>(words);
        var seen = Vector<uint>.Zero;
        foreach (var lane in lanes)
            seen |= lane;
        var rest = 0u;
        foreach (var word in words[(lanes.Length * Vector<uint>.Count)..])
            rest |= word;
        return (rest & LowerHalf) == 0 && (seen & new Vector<uint>(LowerHalf)) == Vector<uint>.Zero;
    }

    /// <summary>Replaces each value by the nearest such float, the even one of two.</summary>
    /// <param name="values">Finite.</param>
    public static void Round(Span<float> values)
    {
        foreach (ref var word in MemoryMarshal.Cast<float, uint>(values))
            word = (word + (LowerHalf >> 1) + ((word >> 16) & 1)) & ~LowerHalf;
    }
}
