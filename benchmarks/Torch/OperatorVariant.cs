namespace MoECollab.Benchmarks.Torch;

/// <summary>One way to write an operator, compared with its base in every round.</summary>
/// <param name="Name">As a user would write it.</param>
/// <param name="Base">The name of the variant it is compared with.</param>
/// <param name="Limit">The ratio it must not exceed; infinite where none is set.</param>
/// <param name="Repeat">Runs it so many times.</param>
internal sealed record OperatorVariant(string Name, string Base, double Limit, Action<int> Repeat);
