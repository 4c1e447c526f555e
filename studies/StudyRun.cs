using System.Diagnostics;
using MoECollab.Studies.Keeping;
using MoECollab.Studies.Reading;

namespace MoECollab.Studies;

/// <summary>What a study works with while it runs.</summary>
internal sealed class StudyRun
{
    private static readonly long[] AllSeeds = [1, 2, 3, 4, 5];

    private readonly CellFolder _cells;

    public StudyRun(IStudy study, StudyPlan plan)
    {
        Plan = plan;
        Data = new StudyData(plan.Data, plan.Scale);
        WorkFolder = Path.Combine(plan.Work, IsQuick ? $"{study.Name}-quick" : study.Name);
        _cells = new CellFolder(Path.Combine(WorkFolder, "cells"));
    }

    public StudyPlan Plan { get; }

    public StudyData Data { get; }

    public bool IsQuick => Plan.Scale == StudyScale.Quick;

    /// <summary>A folder for whatever a study needs to put down; kept between runs.</summary>
    public string WorkFolder { get; }

    /// <summary>Seeds of a study: one when quick.</summary>
    /// <param name="full">How many otherwise, at least 3.</param>
    public IReadOnlyList<long> Seeds(int full = 3) => AllSeeds[..Math.Min(AllSeeds.Length, Plan.Seeds ?? (IsQuick ? 1 : full))];

    /// <summary>One cell of a study's table: computed, or read where an earlier run has finished it from the same data.</summary>
    /// <param name="name">Names its file; letters, digits, dots and hyphens.</param>
    /// <param name="identity">Everything that it depends on besides its name: settings, and the data's hash.</param>
    /// <param name="compute">Computes it.</param>
    public Cell Cell(string name, string identity, Func<Cell> compute)
    {
        Plan.Cancellation.ThrowIfCancellationRequested();
        if (_cells.Find(name, identity) is { } kept)
        {
            Plan.Say($"  {name}: kept");
            return kept;
        }

        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var cell = compute();
        process.Refresh();
        var seconds = (process.TotalProcessorTime - before).TotalSeconds;
        var timed = cell with { Identity = identity, CpuSeconds = cell.CpuSeconds + seconds };
        _cells.Keep(name, timed);
        Plan.Say(FormattableString.Invariant($"  {name}: {seconds:F1} CPU s"));
        return timed;
    }
}
