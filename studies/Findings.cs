using System.Globalization;
using MoECollab.Studies.Charts;
using MoECollab.Studies.Reporting;
using MoECollab.Training.Evaluation;

namespace MoECollab.Studies;

/// <summary>Collects what a study finds, in the order in which it is to be read.</summary>
internal sealed class Findings(IReadOnlyList<long> seeds)
{
    private const int FewestSeeds = 3;

    private readonly SortedDictionary<string, double> _figures = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, double> _timings = new(StringComparer.Ordinal);
    private readonly List<StudyGoal> _goals = [];
    private readonly List<StudyDifference> _differences = [];
    private readonly List<string> _remarks = [];
    private readonly List<StudyTable> _tables = [];
    private readonly List<StudyPicture> _pictures = [];

    public double Figure(string name, double value)
    {
        _figures.Add(name, value);
        return value;
    }

    public void Timing(string name, double value) => _timings.Add(name, value);

    public void Difference(string name, string text, Interval interval)
    {
        _differences.Add(new StudyDifference(name, text, interval.Difference, interval.Lower, interval.Upper));
        Figure(name, interval.Difference);
        Figure($"{name}.lower", interval.Lower);
        Figure($"{name}.upper", interval.Upper);
    }

    public void Goal(string goal, string found, bool holds) => _goals.Add(new StudyGoal(goal, found, holds));

    public void Remark(string sentence) => _remarks.Add(sentence);

    public void Table(string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows) => _tables.Add(new StudyTable(title, columns, [.. rows]));

    public void Picture(string name, string text, string svg) => _pictures.Add(new StudyPicture($"{name}.svg", text) { Svg = SvgFile.Standalone(svg) });

    public StudyResult ToResult(IStudy study, StudyRun run) => new()
    {
        Study = study.Name,
        Question = study.Question,
        Quick = run.IsQuick,
        Command = string.Create(CultureInfo.InvariantCulture, $"moe study {study.Name}{(run.IsQuick ? " --quick" : "")}{(run.Plan.Seeds is { } count ? $" --seeds {count}" : "")}"),
        Seeds = seeds,
        Machine = MachineKind.Describe(),
        Data = run.Data.Files,
        Goals = _goals,
        Differences = _differences,
        Remarks = run.Plan.Seeds < FewestSeeds ? [$"**Fewer than {FewestSeeds} seeds**: a full run has more; the figures may still move.", .. _remarks] : _remarks,
        Tables = _tables,
        Pictures = _pictures,
        Figures = _figures,
        Timings = _timings,
    };
}
