using System.Diagnostics;

namespace MoECollab.Repository.Testing;

/// <summary>Runs the built test programs one after the other and tells what became of every test.</summary>
internal sealed class TestRun(string repository, TextWriter output)
{
    // Longer than all tests together may take, so that a hang is a failure and not a silence; with --soak some take hours.
    private static readonly TimeSpan ProcessLimit = Environment.GetEnvironmentVariable("MOE_SOAK") == "1" ? TimeSpan.FromHours(4) : TimeSpan.FromMinutes(10);

    // The runner's exit codes for "all passed" and "some failed"; any other means that it did not finish its work.
    private static readonly int?[] Finished = [0, 2];

    public async Task<TestTally> RunAsync(IReadOnlyList<string> programs, CancellationToken cancellation)
    {
        var tally = TestTally.Zero;
        var skipped = new List<string>();
        foreach (var program in programs)
        {
            var name = Path.GetFileName(program);
            var outcomes = await RunOneAsync(program, name, cancellation);
            tally += TestTally.Of(outcomes);
            skipped.AddRange(outcomes.Where(outcome => outcome.Result == TestResult.Skipped).Select(outcome => $"{outcome.Name}: {outcome.Message}"));
        }

        foreach (var skip in skipped)
            await output.WriteLineAsync($"skipped {skip}");
        return tally;
    }

    private async Task<IReadOnlyCollection<TestOutcome>> RunOneAsync(string program, string name, CancellationToken cancellation)
    {
        var folder = Path.Combine(repository, "artifacts", "tests", name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var log = Path.Combine(folder, "output.txt");
        var watch = Stopwatch.StartNew();
        var code = await ChildProcess.RunAsync(
            program, ["--report-xunit-trx", "--report-xunit-trx-filename", "results.trx", "--results-directory", folder], repository, log, ProcessLimit, cancellation);
        var outcomes = TestResultFile.Read(Path.Combine(folder, "results.trx"))?.ToList() ?? [];
        if (!Finished.Contains(code) || outcomes.Count == 0)
            outcomes.Add(new TestOutcome(name, TestResult.Failed, Died(code, log)));

        await output.WriteLineAsync($"{name}: {TestTally.Of(outcomes)} ({watch.Elapsed.TotalSeconds:F1} s)");
        foreach (var failure in outcomes.Where(outcome => outcome.Result == TestResult.Failed))
            await output.WriteLineAsync($"failed {failure.Name}\n  {failure.Message.ReplaceLineEndings("\n  ")}");
        return outcomes;
    }

    private static string Died(int? code, string log)
    {
        var end = code switch
        {
            null => $"did not end within {ProcessLimit.TotalMinutes} minutes and was killed",
            _ => $"ended with exit code {code} before it had reported its tests",
        };
        return $"the test process {end}; its last lines ({log}):\n{string.Join('\n', File.ReadLines(log).TakeLast(15))}";
    }
}
