namespace MoECollab.Cli.Repository;

internal enum TestResult
{
    Passed,
    Failed,
    Skipped,
}
