namespace MoECollab.Benchmarks.Serve;

/// <summary>A server under measurement, and what it showed in each round.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="Process">The server.</param>
/// <param name="Load">Its texts.</param>
/// <param name="WarmUp">How long it is loaded before anything counts.</param>
internal sealed record MeasuredServer(string Name, ServerProcess Process, LoadGenerator Load, TimeSpan WarmUp) : IDisposable
{
    /// <summary>Runs at 64 connections.</summary>
    public List<LoadResult> Many { get; } = [];

    /// <summary>Runs at one connection.</summary>
    public List<LoadResult> One { get; } = [];

    /// <summary>CPU microseconds of the server that are not counted, per request: the tokenising of the Python side.</summary>
    public double NotCounted { get; init; }

    /// <summary>CPU microseconds of a request at 64 connections.</summary>
    public double Cpu => Median(Many, run => run.CpuMicroseconds) - NotCounted;

    public static double Median(IReadOnlyCollection<LoadResult> runs, Func<LoadResult, double> of) => runs.Select(of).Order().ElementAt(runs.Count / 2);

    public void Dispose() => Process.Dispose();
}
