namespace MoECollab.Repository.Testing;

/// <summary>One test as its result file has it.</summary>
/// <param name="Name">Class and method.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Message">Why it failed or was skipped; empty otherwise.</param>
internal sealed record TestOutcome(string Name, TestResult Result, string Message);
