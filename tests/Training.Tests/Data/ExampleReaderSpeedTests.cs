using MoECollab.Training.Data;

namespace MoECollab.Training.Tests.Data;

/// <summary>CPU time is the process's, so nothing else may run meanwhile.</summary>
[Collection(nameof(AloneInTheProcess))]
public class ExampleReaderSpeedTests
{
    [Theory]
    [InlineData("speed.jsonl", "{\"text\":\"the quick brown fox jumps over the lazy dog again and again\",\"label\":\"animals\"}\n")]
    [InlineData("speed.csv", "the quick brown fox jumps over the lazy dog again and again,animals\n")]
    public void Reader_reads_a_hundred_thousand_lines_in_a_second(string name, string line)
    {
        using var folder = new TempFolder();
        var header = name.EndsWith(".csv", StringComparison.Ordinal) ? "text,label\n" : "";
        var path = folder.Write(name, header + string.Concat(Enumerable.Repeat(line, 100_000)));
        var before = Environment.CpuUsage.TotalTime;

        var count = new ExampleReader(new DataColumns(), new DataLog()).Read(path).Count();

        Assert.Equal(100_000, count);
        Assert.InRange((Environment.CpuUsage.TotalTime - before).TotalSeconds, 0, 1);
    }
}
