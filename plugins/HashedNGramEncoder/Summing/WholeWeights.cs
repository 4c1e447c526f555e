using System.Runtime.CompilerServices;
using MoECollab.Gating.Numerics.Panels;

namespace MoECollab.HashedNGramEncoder.Summing;

/// <summary>Weights as float32, in order.</summary>
internal readonly unsafe struct WholeWeights<TLanes, TVector> : IWeightPairs<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    public static int InWord
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(float* words, out TVector first, out TVector second) => (first, second) = (TLanes.Load(words), TLanes.Load(words + TLanes.Count));
}
