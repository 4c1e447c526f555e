using MoECollab.Training.Data;
using MoECollab.Studies.FewExamples;

namespace MoECollab.Studies.Tests.FewExamples;

public sealed class DrawnExamplesTests
{
    [Fact]
    public void Each_class_keeps_as_many_rows_as_asked_for()
    {
        var drawn = new DrawnExamples("5", 5).From(Data(), seed: 1);

        Assert.All(drawn.Domains, domain => Assert.All(domain.Train.GroupBy(row => row.Label), rows => Assert.Equal(5, rows.Count())));
        Assert.All(drawn.Domains, domain => Assert.All(domain.Dev.GroupBy(row => row.Label), rows => Assert.Single(rows)));
        Assert.All(drawn.Domains, domain => Assert.Equal(20, domain.Test.Count));
    }

    [Fact]
    public void The_large_domain_keeps_all()
    {
        var drawn = new DrawnExamples("unequal", 5) { Large = "b" }.From(Data(), seed: 1);

        Assert.Equal([10, 20], drawn.Domains.Select(domain => domain.Train.Count));
    }

    [Fact]
    public void A_seed_draws_its_own_rows_and_the_same_again()
    {
        string[] Texts(long seed) => [.. new DrawnExamples("5", 5).From(Data(), seed).Rows(Split.Train).Select(row => row.Text)];

        Assert.Equal(Texts(1), Texts(1));
        Assert.NotEqual(Texts(1), Texts(2));
    }

    private static LabelledData Data() => new([Domain("a"), Domain("b")], HasDomains: true, new DataSummary { RowsRead = 0, Skipped = [], Warnings = [], Files = [] });

    private static DomainData Domain(string name)
    {
        Example[] Rows(string part) => [.. Enumerable.Range(0, 20).Select(i => new Example($"{name} {part} {i}", i % 2 == 0 ? "even" : "odd", name))];
        return new DomainData(name, Rows("train"), Rows("dev"), Rows("test")) { DevFromTrain = true };
    }
}
