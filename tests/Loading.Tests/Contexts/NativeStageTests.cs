using System.Diagnostics;
using MoECollab.Loading.Contexts;

namespace MoECollab.Loading.Tests.Contexts;

public sealed class NativeStageTests
{
    private const string Child = "MOE_TEST_CHILD";

    [Fact]
    public void Folders_of_killed_processes_are_deleted_and_those_of_living_ones_stay()
    {
        var (dead, alive, young) = (Leave(old: true), Leave(old: true), Leave(old: false));
        using var held = new FileStream(Path.Combine(alive, "lock"), FileMode.Open, FileAccess.Write, FileShare.None);

        var own = NativeStage.Create();

        Assert.True(File.Exists(Path.Combine(own, "lock")));
        Assert.Equal((false, true, true), (Directory.Exists(dead), Directory.Exists(alive), Directory.Exists(young)));
        held.Dispose();
        Directory.Delete(alive, recursive: true);
        Directory.Delete(young, recursive: true);
    }

    // In a process of its own, whose end is looked at.
    [Fact]
    public async Task Process_that_ends_leaves_no_folder()
    {
        if (Environment.GetEnvironmentVariable(Child) == "1")
        {
            Assert.True(Directory.Exists(NativeStage.Create()));
            return;
        }

        var temporary = Directory.CreateTempSubdirectory("moe-loading-");
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["--filter-method", $"*.{nameof(Process_that_ends_leaves_no_folder)}"]) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Insert(0, typeof(NativeStageTests).Assembly.Location);
        start.Environment[Child] = "1";
        start.Environment["TMPDIR"] = start.Environment["TEMP"] = start.Environment["TMP"] = temporary.FullName;
        using var child = Process.Start(start)!;
        var told = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(child.ExitCode == 0, told);
        Assert.Contains("succeeded: 1", told, StringComparison.Ordinal);
        Assert.Empty(temporary.EnumerateDirectories("moe-native-*"));
        temporary.Delete(recursive: true);
    }

    private static string Leave(bool old)
    {
        var folder = Directory.CreateTempSubdirectory("moe-native-").FullName;
        File.WriteAllText(Path.Combine(folder, "lock"), "");
        if (old)
            Directory.SetLastWriteTimeUtc(folder, DateTime.UnixEpoch);
        return folder;
    }
}
