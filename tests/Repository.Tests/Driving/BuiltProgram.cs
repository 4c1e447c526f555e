using System.Diagnostics;

namespace MoECollab.Repository.Tests.Driving;

/// <summary>Both programs as they were built beside these tests, and the script that starts them.</summary>
internal static class BuiltProgram
{
    public static string Script { get; } = Path.Combine(FindCheckout(), "moe");

    /// <summary>The folder of the repository's program, in the configuration of these tests.</summary>
    public static string Folder { get; } = FolderOf("repository");

    /// <summary>The folder of the program that users get.</summary>
    public static string UserFolder { get; } = FolderOf("src/Cli");

    public static Task<MoeResult> RunAsync(params string[] arguments) =>
        StartAsync(Path.Combine(Folder, "MoECollab.Repository"), "", new Dictionary<string, string?>(), arguments);

    public static async Task<MoeResult> StartAsync(string program, string standardInput, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(standardInput);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new MoeResult(process.ExitCode, await output, await error);
    }

    private static string FolderOf(string project) =>
        Path.Combine(FindCheckout(), project, "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0");

    private static string FindCheckout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MoECollab.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No MoECollab.sln above {AppContext.BaseDirectory}.");
        return folder.FullName;
    }
}
