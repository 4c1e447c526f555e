namespace MoECollab.Training.Fitting;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014): numbers that are a function of a seed and of where they are used, so that a resumed
/// training draws what the uninterrupted one would have drawn, with no generator state to keep.
/// </summary>
internal struct SeededStream
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;

    public SeededStream(long seed, params ReadOnlySpan<long> place)
    {
        _state = (ulong)seed;
        foreach (var step in place) _state = Next() ^ ((ulong)step * Golden);
    }

    public ulong Next()
    {
        var mixed = _state += Golden;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from 0 up to, not including, <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A seed for a generator that takes a long; not negative.</summary>
    public long Seed() => (long)(Next() >> 1);

    /// <summary>The numbers 0 to count − 1 in random order (Fisher and Yates).</summary>
    public int[] Order(int count)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            var other = Below(i + 1);
            order[i] = order[other];
            order[other] = i;
        }

        return order;
    }
}
