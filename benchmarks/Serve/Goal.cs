namespace MoECollab.Benchmarks.Serve;

/// <summary>A figure beside what it should be.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Value">The figure.</param>
/// <param name="Limit">Where it should end.</param>
/// <param name="IsMost">Whether the limit is the most it may be, or the least.</param>
internal sealed record Goal(string Name, double Value, double Limit, bool IsMost = true)
{
    public bool Holds => IsMost ? Value <= Limit : Value >= Limit;
}
