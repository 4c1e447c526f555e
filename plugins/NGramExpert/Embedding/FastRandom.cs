namespace MoECollab.NGramExpert.Embedding;

/// <summary>SplitMix64 (Steele et al. 2014): a number in a nanosecond, the same in every process.</summary>
internal struct FastRandom(long seed)
{
    private ulong _state = (ulong)seed;

    /// <summary>Uniform in [0, 1).</summary>
    public float NextSingle()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 40) * (1f / (1 << 24));
    }
}
