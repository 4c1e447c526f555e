namespace MoECollab.Benchmarks.Serve;

/// <summary>What one run of load showed.</summary>
/// <param name="Requests">Requests answered.</param>
/// <param name="WallSeconds">How long it took.</param>
/// <param name="CpuSeconds">The server's user and system time.</param>
/// <param name="MedianMilliseconds">Half of the answers came within.</param>
/// <param name="HighMilliseconds">99 of 100 answers came within.</param>
internal sealed record LoadResult(int Requests, double WallSeconds, double CpuSeconds, double MedianMilliseconds, double HighMilliseconds)
{
    public double CpuMicroseconds => CpuSeconds / Requests * 1e6;

    public double PerSecond => Requests / WallSeconds;
}
