namespace MoECollab.Benchmarks.Torch;

/// <summary>What one way of writing an operator costs.</summary>
/// <param name="Name">As a user would write it.</param>
/// <param name="Nanoseconds">CPU time of one call.</param>
/// <param name="Ratio">Of the base's CPU time in the same round.</param>
/// <param name="Limit">The ratio it must not exceed.</param>
internal sealed record OperatorCost(string Name, double Nanoseconds, double Ratio, double Limit);
