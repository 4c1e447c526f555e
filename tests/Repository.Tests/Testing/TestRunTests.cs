using MoECollab.Repository.Testing;
using MoECollab.Repository.Tests.Driving;

namespace MoECollab.Repository.Tests.Testing;

/// <summary>The test counter, with shell scripts standing in for test programs.</summary>
public sealed class TestRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moe-test-run-");

    [Fact]
    public async Task Passed_failed_and_skipped_are_counted_from_the_result_files()
    {
        var (tally, output) = await RunAsync(
            await ProgramAsync("First.Tests", 2, Result("A.passes", "Passed"), Result("A.fails", "Failed", "expected 1, found 2"), Result("A.waits", "NotExecuted", "no CUDA device")),
            await ProgramAsync("Second.Tests", 0, Result("B.passes", "Passed"), Result("B.passes_too", "Passed")));

        Assert.Equal("3 passed, 1 failed, 1 skipped", tally.ToString());
        Assert.Contains("failed A.fails", output);
        Assert.Contains("expected 1, found 2", output);
        Assert.Contains("skipped A.waits: no CUDA device", output);
    }

    [Fact]
    public async Task A_program_that_dies_counts_as_one_failed_with_its_last_lines()
    {
        var (tally, output) = await RunAsync(await ScriptAsync("Dying.Tests", "echo 'what it said last' >&2\nkill -SEGV $$"));

        Assert.Equal("0 passed, 1 failed, 0 skipped", tally.ToString());
        Assert.Contains("what it said last", output);
    }

    [Fact]
    public async Task A_program_that_reports_and_then_dies_keeps_its_counts_and_one_failed_more()
    {
        var (tally, _) = await RunAsync(await ProgramAsync("Late.Tests", 134, Result("A.passes", "Passed")));

        Assert.Equal("1 passed, 1 failed, 0 skipped", tally.ToString());
    }

    [Fact]
    public async Task A_program_that_says_nothing_counts_as_one_failed()
    {
        var (tally, output) = await RunAsync(await ScriptAsync("Silent.Tests", "exit 0"));

        Assert.Equal("0 passed, 1 failed, 0 skipped", tally.ToString());
        Assert.Contains("Silent.Tests", output);
    }

    [Fact]
    public async Task A_result_file_that_was_cut_off_counts_as_one_failed()
    {
        var (tally, _) = await RunAsync(await ScriptAsync("Cut.Tests", "printf '<TestRun><Results><UnitTestResult testName=\"A\" out' > \"$results\""));

        Assert.Equal("0 passed, 1 failed, 0 skipped", tally.ToString());
    }

    [Fact]
    public async Task A_result_file_of_an_earlier_run_does_not_count()
    {
        await RunAsync(await ProgramAsync("Old.Tests", 0, Result("A.passes", "Passed")));

        var (tally, _) = await RunAsync(await ScriptAsync("Old.Tests", "exit 0"));

        Assert.Equal("0 passed, 1 failed, 0 skipped", tally.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(TestTally Tally, string Output)> RunAsync(params string[] programs)
    {
        var output = new StringWriter();
        var tally = await new TestRun(_folder.FullName, output).RunAsync(programs, TestContext.Current.CancellationToken);
        return (tally, output.ToString());
    }

    private static string Result(string name, string outcome, string message = "") =>
        $"<UnitTestResult testName=\"{name}\" outcome=\"{outcome}\"><Output><ErrorInfo><Message>{message}</Message></ErrorInfo></Output></UnitTestResult>";

    private Task<string> ProgramAsync(string name, int code, params string[] results) =>
        ScriptAsync(name, $"cat > \"$results\" <<'END'\n<TestRun><Results>{string.Concat(results)}</Results></TestRun>\nEND\nexit {code}");

    /// <summary>A program that knows, as <c>$results</c>, where its results are expected.</summary>
    private async Task<string> ScriptAsync(string name, string body)
    {
        var path = Path.Combine(_folder.FullName, name);
        await Executable.WriteAsync(path, $"#!/bin/bash\nwhile [ $# -gt 0 ]; do [ \"$1\" = --results-directory ] && results=\"$2/results.trx\"; shift; done\n{body}\n");
        return path;
    }
}
