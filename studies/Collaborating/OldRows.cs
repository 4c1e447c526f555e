using System.Globalization;
using MoECollab.Training.Evaluation;
using MoECollab.Studies.Keeping;

namespace MoECollab.Studies.Collaborating;

/// <summary>Test rows of old domains, right or wrong before and after a step: what a paired bootstrap compares.</summary>
internal static class OldRows
{
    public const string Before = "before";
    public const string Cold = "cold";
    public const string After = "after";

    private const string Numbers = "rows";

    /// <summary>What a cell keeps of a step.</summary>
    /// <param name="step">How many experts there are after it.</param>
    /// <param name="before">The rows of old domains before it.</param>
    /// <param name="cold">All rows with the gate as it was.</param>
    /// <param name="after">All rows with the gate retrained.</param>
    public static IEnumerable<KeyValuePair<string, IReadOnlyList<int>>> Of(int step, IReadOnlyDictionary<int, bool> before, IReadOnlyDictionary<int, bool> cold, IReadOnlyDictionary<int, bool> after)
    {
        int[] rows = [.. before.Keys.Order()];
        yield return new(Name(step, Numbers), rows);
        yield return new(Name(step, Before), [.. rows.Select(row => before[row] ? 1 : 0)]);
        yield return new(Name(step, Cold), [.. rows.Select(row => cold[row] ? 1 : 0)]);
        yield return new(Name(step, After), [.. rows.Select(row => after[row] ? 1 : 0)]);
    }

    /// <summary>What is lost at a step, over its rows.</summary>
    public static Interval Lost(Cell cell, int step, string when) => Lost([(cell, step)], when);

    /// <summary>What is lost at many steps: each test row counts once, with the mean of the steps at which its domain was old.</summary>
    public static Interval Lost(IEnumerable<(Cell Cell, int Step)> steps, string when)
    {
        var rows = new SortedDictionary<int, (double Before, double After, int Steps)>();
        foreach (var (cell, step) in steps)
        {
            var (numbers, before, after) = (cell.Answers[Name(step, Numbers)], cell.Answers[Name(step, Before)], cell.Answers[Name(step, when)]);
            for (var at = 0; at < numbers.Count; at++)
            {
                var sum = rows.GetValueOrDefault(numbers[at]);
                rows[numbers[at]] = (sum.Before + before[at], sum.After + after[at], sum.Steps + 1);
            }
        }

        double[] first = [.. rows.Values.Select(row => row.Before / row.Steps)];
        double[] second = [.. rows.Values.Select(row => row.After / row.Steps)];
        return PairedBootstrap.Difference(first, second, seed: 1);
    }

    private static string Name(int step, string what) => string.Create(CultureInfo.InvariantCulture, $"step{step}.{what}");
}
