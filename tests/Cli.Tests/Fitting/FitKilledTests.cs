using System.Diagnostics;
using MoECollab.Cli.Tests.Driving;

namespace MoECollab.Cli.Tests.Fitting;

public sealed class FitKilledTests : IDisposable
{
    private readonly FitFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fit_killed_anywhere_is_continued_by_the_same_command_to_the_same_files()
    {
        _folder.Write("books", ("good", "a gripping tale"), ("bad", "a tedious plot"));
        _folder.Write("tools", ("good", "sturdy and sharp"), ("bad", "rusty and blunt"));
        // Without validation rows of its own, a tenth is cut off the training rows, and learned at the end.
        _folder.RemoveDev("tools");
        var whole = _folder.PathOf("whole");
        string[] Command(string home) => ["fit", _folder.Data, "--home", home, "--merge-labels", "--quiet"];
        await RunAsync(Command(whole));
        var expected = FitFolder.Hashes(whole);

        foreach (var mark in new[] { ".fit/*.finished", "experts/*/1.0.0", "gates/*", "moe.json", ".fit/*.original" })
        {
            await KillAtAsync(mark, Command(_folder.Home));
            await RunAsync(Command(_folder.Home));

            Assert.Equal(expected, FitFolder.Hashes(_folder.Home));
            Directory.Delete(_folder.Home, recursive: true);
        }
    }

    [Fact]
    public async Task An_addition_killed_anywhere_is_continued_by_the_same_command_to_the_same_files()
    {
        _folder.Write("Weather", ("rain", "rain falls on wet streets"), ("sun", "the sun is hot and bright"));
        _folder.Write("Kitchen", ("soup", "boil water with salt and leeks"), ("cake", "bake flour sugar and butter"));
        FitFolder.WriteTo(_folder.PathOf("more"), "Garden", ("rose", "prune the rose and its thorns"), ("lawn", "mow the green grass short"));
        var (before, whole) = (_folder.PathOf("before"), _folder.PathOf("whole"));
        string[] Command(string home) => ["fit", "--add", _folder.PathOf("more"), "--home", home, "--quiet"];
        await RunAsync("fit", _folder.Data, "--home", before, "--quiet");
        FitFolder.Copy(before, whole);
        await RunAsync(Command(whole));
        var expected = FitFolder.Hashes(whole);

        foreach (var mark in new[] { "experts/garden/1.0.0", "gates/gate/1.1.0" })
        {
            FitFolder.Copy(before, _folder.Home);
            await KillAtAsync(mark, Command(_folder.Home));
            await RunAsync(Command(_folder.Home));

            Assert.Equal(expected, FitFolder.Hashes(_folder.Home));
            Directory.Delete(_folder.Home, recursive: true);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static Process Start(string[] arguments) => Process.Start(new ProcessStartInfo(Path.Combine(BuiltProgram.Folder, "moe"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static async Task RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        var error = await process.StandardError.ReadToEndAsync(Stop);
        await output;
        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode == 0, $"moe {string.Join(' ', arguments)} ended with {process.ExitCode}: {error}");
    }

    /// <summary>Kills the program as soon as something of that name is in the home; it may have got a little further.</summary>
    private async Task KillAtAsync(string mark, string[] arguments)
    {
        using var process = Start(arguments);
        while (!process.HasExited && !_folder.IsInHome(mark)) await Task.Delay(1, Stop);
        process.Kill();
        await process.WaitForExitAsync(Stop);
    }
}
