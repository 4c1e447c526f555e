namespace MoECollab.Repository.Testing;

internal enum TestResult
{
    Passed,
    Failed,
    Skipped,
}
