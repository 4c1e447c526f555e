using System.CommandLine;
using MoECollab.Cli.CommandLine;
using MoECollab.Errors;

namespace MoECollab.Repository;

/// <summary><c>./moe packages</c>: the NuGet packages that contributors compile against, into <c>artifacts/packages</c>.</summary>
internal static class PackagesCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public static Command Create()
    {
        var command = new Command("packages", "Pack the NuGet packages into artifacts/packages. Example: ./moe packages");
        command.SetAction(async (parsed, cancellation) =>
        {
            var repository = SourceTree.Find();
            var folder = Path.Combine(repository, "artifacts", "packages");
            Directory.CreateDirectory(folder);
            var log = Path.Combine(folder, "pack.log");
            var code = await ChildProcess.RunAsync(
                "dotnet", ["pack", "MoECollab.sln", "-c", "Release", "-o", folder, "--nologo", "-v", "quiet"], repository, log, Limit, cancellation);
            if (code != 0)
                throw new MoECollabException("pack-failed", $"dotnet pack failed; all it said stands in {log}.");
            foreach (var package in Directory.EnumerateFiles(folder, "*.nupkg").Order(StringComparer.Ordinal))
                await parsed.InvocationConfiguration.Output.WriteLineAsync(package);
            return ExitCode.Ok;
        });
        return command;
    }
}
