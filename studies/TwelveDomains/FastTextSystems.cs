using MoECollab.Inputs;
using MoECollab.Studies.Baselines;
using MoECollab.Training.Data;
using MoECollab.Training.Evaluation;
using MoECollab.Training.Measuring;
using MoECollab.Studies.Comparing;
using MoECollab.Studies.Keeping;

namespace MoECollab.Studies.TwelveDomains;

/// <summary>fastText on the same rows: over all labels at once, and an expert for each domain behind a router. It tunes nothing, so it learns from the dev rows too.</summary>
internal sealed class FastTextSystems(LabelledData data, EvaluationSet set, StudyRun run)
{
    public const string Absent = "absent";

    private double _seconds;

    /// <summary>Trains and answers; a cell with the note <see cref="Absent"/> where fastText is not installed.</summary>
    public Cell Run()
    {
        string[] texts = [.. set.Rows.Select(row => row.Input.Text)];
        var domains = Ask(data.Domains.SelectMany(domain => Rows(domain, domain.Name)), texts);
        if (domains is null) return new Cell { Notes = new Dictionary<string, string> { [Absent] = "python3-fasttext is not installed" } };
        var joint = Ask(data.Domains.SelectMany(domain => Rows(domain, null)), texts)!;
        var routed = new Outcome[texts.Length];
        var oracle = new Outcome[texts.Length];
        foreach (var domain in data.Domains)
        {
            int[] asked = [.. Enumerable.Range(0, texts.Length).Where(row => domains[row].Label == domain.Name || set.Rows[row].Domain == domain.Name)];
            var answers = Ask(Rows(domain, null), [.. asked.Select(row => texts[row])])!;
            for (var i = 0; i < asked.Length; i++)
            {
                var row = set.Rows[asked[i]];
                var outcome = set.OutcomeOf(row, answers[i].Label, answers[i].Probability, domain.Name);
                if (domains[asked[i]].Label == domain.Name) routed[asked[i]] = outcome;
                if (row.Domain == domain.Name) oracle[asked[i]] = outcome;
            }
        }

        return Cell([.. set.Rows.Zip(joint, (row, answer) => set.OutcomeOf(row, answer.Label, answer.Probability))], routed, oracle);
    }

    private Cell Cell(Outcome[] joint, Outcome[] routed, Outcome[] oracle)
    {
        var classes = new Classes(set);
        var figures = new Dictionary<string, double> { ["routing"] = EvaluationResult.Of(routed).Overall.RoutingAccuracy ?? 0 };
        foreach (var (name, outcomes) in new[] { ("joint", joint), ("routed", routed), ("oracle", oracle) })
        {
            var overall = EvaluationResult.Of(outcomes).Overall;
            figures[$"{name}.accuracy"] = overall.Accuracy;
            figures[$"{name}.macroF1"] = overall.MacroF1;
        }

        return new Cell
        {
            CpuSeconds = _seconds,
            Figures = figures,
            Answers = new Dictionary<string, IReadOnlyList<int>> { ["joint"] = classes.Of(joint), ["routed"] = classes.Of(routed), ["oracle"] = classes.Of(oracle) },
        };
    }

    private static IEnumerable<LabelledInput> Rows(DomainData domain, string? label) =>
        domain.Train.Concat(domain.Dev).Select(row => new LabelledInput(new RawInput(row.Text), label ?? row.UnionLabel));

    private IReadOnlyList<FastTextAnswer>? Ask(IEnumerable<LabelledInput> training, IReadOnlyList<string> texts)
    {
        Directory.CreateDirectory(run.WorkFolder);
        LabelledInput[] test = [.. texts.Select(text => new LabelledInput(new RawInput(text), ""))];
        var result = new FastTextBaseline(new FastTextSettings { Seed = 1 }).RunAsync([.. training], test, run.WorkFolder, run.Plan.Cancellation).GetAwaiter().GetResult();
        _seconds += result.TrainingCpuSeconds;
        return result.Absent is null ? result.Answers : null;
    }
}
