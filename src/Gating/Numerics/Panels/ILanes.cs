namespace MoECollab.Gating.Numerics.Panels;

/// <summary>The vector instructions that the kernels use, for one width: the kernels are written once and compiled for each.</summary>
/// <typeparam name="TVector">A vector register of floats.</typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Floats in a register.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(float* source);

    /// <summary>The floats whose upper halves are the lower halves of words; their lower halves are 0.</summary>
    static abstract TVector Lower(TVector words);

    /// <summary>The floats whose upper halves are the upper halves of words; their lower halves are 0.</summary>
    static abstract TVector Upper(TVector words);

    static abstract void Store(TVector vector, float* target);

    /// <summary>The same value in every lane.</summary>
    static abstract TVector Spread(float value);

    /// <summary>left · right + sum; rounded once where the processor does that in one instruction, which is several hundred times faster there than imitating it elsewhere.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector sum);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    /// <summary>The value, or the nearest end; anything for NaN.</summary>
    static abstract TVector Clamp(TVector value, TVector lowest, TVector highest);

    /// <summary>The sum of the lanes.</summary>
    static abstract float Sum(TVector vector);

    /// <summary>The larger; NaN where either is.</summary>
    static abstract TVector Larger(TVector left, TVector right);
}
