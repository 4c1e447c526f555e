using System.Runtime.CompilerServices;
using MoECollab.Gating.Numerics.Panels;

namespace MoECollab.HashedNGramEncoder.Summing;

/// <summary>Weights as bfloat16, two in a word: those of the first register in the lower halves of a register of words, those of the second in the upper ones, so that widening them crosses no lanes.</summary>
internal readonly unsafe struct HalfWeights<TLanes, TVector> : IWeightPairs<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    public static int InWord
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(float* words, out TVector first, out TVector second)
    {
        var both = TLanes.Load(words);
        (first, second) = (TLanes.Lower(both), TLanes.Upper(both));
    }
}
