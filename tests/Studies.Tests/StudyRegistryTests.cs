using MoECollab.Errors;
using MoECollab.HashedNGramEncoder;

namespace MoECollab.Studies.Tests;

public sealed class StudyRegistryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moe-studies-");

    [Fact]
    public void Without_data_a_study_says_where_it_looked_and_what_must_be_there()
    {
        var fault = Assert.Throws<MoECollabException>(() => StudyRegistry.Run("cost", Plan()));

        Assert.Equal("data-not-found", fault.Code);
        Assert.Contains(_folder.FullName, fault.Message, StringComparison.Ordinal);
        Assert.Contains("clinc150/test.jsonl", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_study_is_answered_with_those_there_are()
    {
        var fault = Assert.Throws<MoECollabException>(() => StudyRegistry.Run("costs", Plan()));

        Assert.Equal("study-not-found", fault.Code);
        Assert.All(StudyRegistry.List, study => Assert.Contains(study.Name, fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_interrupted_study_goes_on_with_the_cells_it_had()
    {
        WriteData();
        var said = new List<string>();
        using var interruption = new CancellationTokenSource();
        var stopped = Plan() with { Cancellation = interruption.Token, Say = line => interruption.Cancel() };

        Assert.Throws<OperationCanceledException>(() => StudyRegistry.Run("cost", stopped));
        var resumed = StudyRegistry.Run("cost", Plan() with { Say = said.Add });
        var again = StudyRegistry.Run("cost", Plan());

        Assert.Contains("  experts-4: kept", said);
        Assert.Equal(resumed.Figures, again.Figures);
        Assert.All(resumed.Goals, goal => Assert.True(goal.Holds, goal.Found));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Sub(string name) => _folder.CreateSubdirectory(name).FullName;

    private StudyPlan Plan() => new(_folder.FullName, Sub("results"), Sub("work"), new HashedNGramEncoderPlugin())
    {
        Scale = StudyScale.Quick,
        Say = _ => { },
    };

    private void WriteData()
    {
        var set = Sub("clinc150");
        foreach (var part in (string[])["train", "dev", "test"])
            File.WriteAllLines(Path.Combine(set, $"{part}.jsonl"), Enumerable.Range(0, 20).Select(i => $$"""{"text": "{{part}} {{(char)('a' + i)}}", "label": "{{i % 2}}", "domain": "x"}"""));
    }
}
