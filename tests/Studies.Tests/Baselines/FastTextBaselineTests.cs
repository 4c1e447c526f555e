using MoECollab.Inputs;
using MoECollab.Studies.Baselines;

namespace MoECollab.Studies.Tests.Baselines;

public sealed class FastTextBaselineTests
{
    [Theory]
    [InlineData("Hello, World!", "hello ,  world ! ")]
    [InlineData("a\nb\u2028c", "a b c")]
    public void A_text_becomes_one_line_of_words(string text, string expected)
    {
        Assert.Equal(expected, FastTextLine.Of(text));
    }

    [Fact]
    public async Task It_answers_every_test_row_or_says_why_not()
    {
        var folder = Directory.CreateTempSubdirectory("moe-fasttext-");
        var training = Words(200, 1);
        var test = Words(20, 2);

        var result = await new FastTextBaseline(new FastTextSettings { Buckets = 1000 }).RunAsync(training, test, folder.FullName, TestContext.Current.CancellationToken);

        if (result.Absent is not null) Assert.Skip(result.Absent);
        Assert.Equal(test.Count, result.Answers.Count);
        Assert.True(result.Answers.Zip(test).Count(pair => pair.First.Label == pair.Second.Label) > 0.9 * test.Count);
        Assert.True(result.Microseconds > 0);
        Assert.True(result.Parameters >= 1002 * 64);
        Assert.Empty(folder.EnumerateFileSystemInfos());
        folder.Delete();
    }

    // Letters as words, of which each label prefers three, so that words decide.
    private static IReadOnlyList<LabelledInput> Words(int perLabel, int seed)
    {
        var random = new Random(seed);
        string Text(string preferred) => string.Join(' ', Enumerable.Range(0, 40).Select(_ => random.NextDouble() < 0.35 ? preferred[random.Next(preferred.Length)] : (char)('a' + random.Next(26))));
        return
        [
            .. from preferred in (string[])["abc", "def"]
               from row in Enumerable.Range(0, perLabel)
               select new LabelledInput(new RawInput(Text(preferred)), $"letters/{preferred}", "letters"),
        ];
    }
}
