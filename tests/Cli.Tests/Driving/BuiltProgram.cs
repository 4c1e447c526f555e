using System.Diagnostics;

namespace MoECollab.Cli.Tests.Driving;

/// <summary>The program as it was built beside these tests.</summary>
internal static class BuiltProgram
{
    /// <summary>The folder of the built program, in the configuration of these tests.</summary>
    public static string Folder { get; } = Path.Combine(
        FindRepository(), "src", "Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0");

    /// <summary>The package that a shipped plugin lies in.</summary>
    public static string Plugin(string project) => Path.Combine(Folder, "plugins", project);

    public static Task<MoeResult> RunAsync(string standardInput, params string[] arguments) =>
        StartAsync(Path.Combine(Folder, "moe"), standardInput, new Dictionary<string, string?>(), arguments);

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

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MoECollab.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No MoECollab.sln above {AppContext.BaseDirectory}.");
        return folder.FullName;
    }
}
