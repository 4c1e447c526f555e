using MoECollab.Repository.Tests.Driving;

namespace MoECollab.Repository.Tests;

public sealed class StudyCommandTests
{
    [Fact]
    public async Task List_names_every_study_with_its_question()
    {
        var result = await Moe.RunAsync("study", "list");

        Assert.Equal(0, result.Code);
        Assert.All((string[])["twelve-domains", "few-examples", "utilisation", "collaboration", "guard", "cost"], name => Assert.Contains(name, result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Data_that_is_not_there_is_told_with_what_must_be()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        var result = await BuiltProgram.RunAsync("study", "cost", "--data", folder, "--out", folder, "--work", folder);

        Assert.Equal(3, result.Code);
        Assert.Contains("clinc150/train.jsonl", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seeds_beyond_what_there_are_are_a_usage_fault()
    {
        var result = await Moe.RunAsync("study", "cost", "--seeds", "9");

        Assert.Equal(2, result.Code);
    }
}
