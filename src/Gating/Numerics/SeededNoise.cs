namespace MoECollab.Gating.Numerics;

/// <summary>
/// Reproducible random numbers that depend on a request's seed and an input's row only: SplitMix64 (Steele et al. 2014), normal
/// numbers by Box and Muller. Independent of the device and of every global generator.
/// </summary>
internal struct SeededNoise
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state;

    public SeededNoise(long seed, int row) => _state = Mixed((ulong)seed + (Step * ((ulong)row + 1)));

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform()
    {
        _state += Step;
        return (Mixed(_state) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Normal with mean 0 and deviation 1.</summary>
    public float Normal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - Uniform()));
        return (float)(radius * Math.Cos(2 * Math.PI * Uniform()));
    }

    private static ulong Mixed(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
