using MoECollab.Demo.DebianIndex;
using MoECollab.Inputs;
using MoECollab.Training.Data;
using MoECollab.Training.Examples;
using MoECollab.Training.Measuring;

namespace MoECollab.Demo;

/// <summary>The package index as every part of the demo sees it.</summary>
internal sealed class DemoData
{
    public DemoData(PackageIndex index)
    {
        Index = index;
        Labelled = new LabelledData(index.Domains(), HasDomains: true, new DataSummary
        {
            RowsRead = index.Rows,
            Skipped = [],
            Warnings = [],
            Files = [new DataFile(index.Release, index.Sha256)],
        });
        Train = LabelledInputs.From(Labelled.Rows(Split.Train), Labelled);
        Dev = LabelledInputs.From(Labelled.Rows(Split.Dev), Labelled);
        Test = new EvaluationSet(Labelled);
    }

    public PackageIndex Index { get; }

    public LabelledData Labelled { get; }

    public IReadOnlyList<LabelledInput> Train { get; }

    public IReadOnlyList<LabelledInput> Dev { get; }

    public EvaluationSet Test { get; }

    /// <summary>The test rows as a baseline in another process takes them.</summary>
    public IReadOnlyList<LabelledInput> TestInputs => [.. Test.Rows.Select(row => new LabelledInput(row.Input, row.UnionLabel, row.Domain))];

    /// <summary>The training rows of one domain.</summary>
    public IReadOnlyList<LabelledInput> TrainOf(string domainId) => [.. Train.Where(example => example.Domain == domainId)];

    /// <summary>The validation rows of one domain.</summary>
    public IReadOnlyList<LabelledInput> DevOf(string domainId) => [.. Dev.Where(example => example.Domain == domainId)];
}
