namespace MoECollab.Repository.Testing;

/// <summary>Counts over all test processes.</summary>
internal sealed record TestTally(int Passed, int Failed, int Skipped)
{
    public static TestTally Zero { get; } = new(0, 0, 0);

    public static TestTally Of(IReadOnlyCollection<TestOutcome> outcomes) => new(
        outcomes.Count(outcome => outcome.Result == TestResult.Passed),
        outcomes.Count(outcome => outcome.Result == TestResult.Failed),
        outcomes.Count(outcome => outcome.Result == TestResult.Skipped));

    public static TestTally operator +(TestTally left, TestTally right) =>
        new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped);

    /// <summary>The line that scripts read.</summary>
    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";
}
