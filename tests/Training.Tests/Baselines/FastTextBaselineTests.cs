using MoECollab.Training.Baselines;
using MoECollab.Training.Tests.Synthetic;

namespace MoECollab.Training.Tests.Baselines;

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
        using var folder = new TemporaryFolder();
        var training = Words(200, 1);
        var test = Words(20, 2);

        var result = await new FastTextBaseline(new FastTextSettings { Buckets = 1000 }).RunAsync(training, test, folder.Root, TestContext.Current.CancellationToken);

        if (result.Absent is not null) Assert.Skip(result.Absent);
        Assert.Equal(test.Count, result.Answers.Count);
        Assert.True(result.Answers.Zip(test).Count(pair => pair.First.Label == pair.Second.Label) > 0.9 * test.Count);
        Assert.True(result.Microseconds > 0);
        Assert.True(result.Parameters >= 1002 * 64);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Root));
    }

    // Letters as words, so that words decide.
    private static IReadOnlyList<Inputs.LabelledInput> Words(int perLabel, long seed) =>
        [.. LetterTexts.Make("letters", ["abc", "def"], perLabel, seed).Select(example => example with { Input = new Inputs.RawInput(string.Join(' ', example.Input.Text.ToCharArray())) })];
}
