using MoECollab.Cli.Progress;
using MoECollab.Training;

namespace MoECollab.Cli.Tests.Progress;

public sealed class StageProgressTests
{
    [Fact]
    public void Without_a_terminal_each_stage_and_its_end_are_lines()
    {
        var error = new StringWriter();
        var progress = new StageProgress(error, interactive: false, quiet: false);

        progress.Report(new TrainingProgress("reading", 0.25, 1234));
        progress.Report(new TrainingProgress("reading", 0.5, 1234));
        progress.Report(new TrainingProgress("fitting", 1));

        var lines = error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("[######..................]", lines[0]);
        Assert.Contains("1,234 examples/s", lines[0]);
        Assert.StartsWith("fitting", lines[1]);
        Assert.DoesNotContain('\x1b', error.ToString());
    }

    [Fact]
    public void A_quiet_run_says_nothing()
    {
        var error = new StringWriter();
        var progress = new StageProgress(error, interactive: true, quiet: true);

        progress.Report(new TrainingProgress("reading", 1));
        progress.Say("done");

        Assert.Equal("", error.ToString());
    }

    [Theory]
    [InlineData(45, "about 45 s in all")]
    [InlineData(200, "about 3 min in all")]
    [InlineData(0.2, "about 1 s in all")]
    public void What_is_left_of_the_whole_is_said(double seconds, string expected)
    {
        var error = new StringWriter();
        var progress = new StageProgress(error, interactive: false, quiet: false);

        progress.Report(new TrainingProgress("reading", 0.25) { WholeLeft = TimeSpan.FromSeconds(seconds) });

        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }
}
