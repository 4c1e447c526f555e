using MoECollab.Training.Data;
using MoECollab.Studies.Reading;

namespace MoECollab.Studies.Guarding;

/// <summary>Rows of one setting: what a system knows, and what it ought to refuse.</summary>
/// <param name="Name">Names the setting.</param>
/// <param name="Train">Rows of the known domains to learn from; their labels are intents.</param>
/// <param name="Dev">Rows of the known domains to set thresholds on.</param>
/// <param name="Test">Rows of the known domains to report on.</param>
/// <param name="StrangeTrain">Strange rows to learn from, for a class of their own.</param>
/// <param name="StrangeDev">Strange rows to set thresholds on.</param>
/// <param name="StrangeTest">Strange rows to report on, by set.</param>
internal sealed record GuardData(
    string Name,
    IReadOnlyList<Example> Train,
    IReadOnlyList<Example> Dev,
    IReadOnlyList<Example> Test,
    IReadOnlyList<Example> StrangeTrain,
    IReadOnlyList<Example> StrangeDev,
    IReadOnlyList<IReadOnlyList<Example>> StrangeTest)
{
    /// <summary>The in-domain side of the second setting.</summary>
    public static IReadOnlyList<string> Known { get; } = ["auto_and_commute", "banking", "travel"];

    private static readonly DataColumns Columns = new(Domain: "domain");

    /// <summary>All 150 intents against CLINC150's own out-of-scope rows.</summary>
    public static GuardData AllIntents(StudyData data) => new(
        "all", data.Thin(Read(data, "train")), Read(data, "dev"), Read(data, "test"), Read(data, "oos_train"), Read(data, "oos_dev"), [Read(data, "oos_test")]);

    /// <summary>Three domains against the other seven, of which nothing is seen before the test.</summary>
    public static GuardData ThreeDomains(StudyData data)
    {
        var all = AllIntents(data);
        IReadOnlyList<Example> Inside(IReadOnlyList<Example> rows) => [.. rows.Where(row => Known.Contains(row.Domain))];
        var strange = all.Test.Where(row => !Known.Contains(row.Domain)).GroupBy(row => row.Domain, StringComparer.Ordinal).OrderBy(rows => rows.Key, StringComparer.Ordinal);
        return new GuardData("three", Inside(all.Train), Inside(all.Dev), Inside(all.Test), all.StrangeTrain, all.StrangeDev, [.. strange.Select(rows => (IReadOnlyList<Example>)[.. rows])]);
    }

    private static IReadOnlyList<Example> Read(StudyData data, string part) => data.Rows($"clinc150/{part}.jsonl", Columns);
}
