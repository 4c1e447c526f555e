namespace MoECollab.HashedNGramEncoder.Summing;

/// <summary>How weights lie in memory: the sums over them are written once and compiled for each.</summary>
/// <typeparam name="TVector">A vector register of floats.</typeparam>
internal unsafe interface IWeightPairs<TVector>
    where TVector : struct
{
    /// <summary>Weights in a word of four octets.</summary>
    static abstract int InWord { get; }

    /// <summary>The weights of two registers.</summary>
    static abstract void Load(float* words, out TVector first, out TVector second);
}
