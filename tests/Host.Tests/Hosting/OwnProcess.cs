using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace MoECollab.Host.Tests.Hosting;

/// <summary>Runs a test's second half in a process of its own: where handles, threads and memory are counted, or the process is killed, no other test may be in it.</summary>
internal static class OwnProcess
{
    private const string Switch = "MOE_TEST_ALONE";

    /// <summary>What the parent told this process; null in the parent.</summary>
    public static string? Told => Environment.GetEnvironmentVariable(Switch);

    /// <summary>Starts this program again with this test only.</summary>
    /// <param name="told">For <see cref="Told"/>.</param>
    /// <param name="variables">What its environment has besides.</param>
    /// <param name="test">The test's name.</param>
    public static Process Start(string told, IReadOnlyDictionary<string, string>? variables = null, [CallerMemberName] string test = "")
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["--filter-method", $"*.{test}"]) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Insert(0, typeof(OwnProcess).Assembly.Location);
        start.Environment[Switch] = told;
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs this test by itself in another process and asserts that it passes there.</summary>
    /// <param name="variables">What its environment has besides.</param>
    /// <param name="test">The test's name.</param>
    public static async Task PassesAsync(IReadOnlyDictionary<string, string>? variables = null, [CallerMemberName] string test = "")
    {
        using var child = Start("alone", variables, test);
        var told = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 0 && told.Contains("succeeded: 1", StringComparison.Ordinal), told);
    }
}
