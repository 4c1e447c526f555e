using MoECollab.Training.Tests.Synthetic;

namespace MoECollab.Training.Tests.Fitting;

public sealed class KilledProcessTests
{
    [Fact]
    public async Task A_process_killed_in_the_middle_is_continued_to_the_same_bytes()
    {
        using var whole = new TemporaryFolder();
        using var killed = new TemporaryFolder();
        TrainingChild.Train(whole.Root);
        var checkpoint = Path.Combine(killed.Root, "checkpoint", "fit.safetensors");
        var weights = Path.Combine("out", "moe", "linear.safetensors");

        using (var child = TrainingChild.Start(killed.Root))
        {
            while (!File.Exists(checkpoint) && !child.HasExited) await Task.Delay(5, TestContext.Current.CancellationToken);
            child.Kill();
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.True(File.Exists(checkpoint), "it was killed after its first checkpoint");
        Assert.False(File.Exists(Path.Combine(killed.Root, weights)), "it was killed before its end");
        TrainingChild.Train(killed.Root);
        var expected = await File.ReadAllBytesAsync(Path.Combine(whole.Root, weights), TestContext.Current.CancellationToken);
        Assert.Equal(expected, await File.ReadAllBytesAsync(Path.Combine(killed.Root, weights), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(checkpoint));
    }
}
