using System.CommandLine;
using MoECollab.Cli.CommandLine;
using MoECollab.Errors;
using MoECollab.Host.Calling;
using MoECollab.Packaging.Homes;

namespace MoECollab.Cli.Serving;

/// <summary><c>moe reload ID</c>: the running host loads an expert anew beside the one that serves; where that fails, the old one goes on.</summary>
internal static class ReloadCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "The expert's id" };

    public static Command Create()
    {
        var command = new Command("reload", "Have the running host load an expert anew. Example: moe reload science") { Id, SharedOptions.Home };
        command.SetAction(async (parsed, cancellation) =>
        {
            var home = parsed.GetRequiredValue(SharedOptions.Home);
            if (!HostClient.IsRunning(home))
                throw new MoECollabException("host-unreachable", $"No host serves {Path.GetFullPath(home)}; a host that starts reads every package anyway. Start one with 'moe serve'.");
            var id = parsed.GetRequiredValue(Id);
            using var http = HostClient.OverSocket(home);
            await new HostClient(http).ChangeAsync(id, "reload", new HostChange(null, null), cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{PackageLayout.FolderOf(PackageRole.Expert)}/{id} is loaded anew");
            return ExitCode.Ok;
        });
        return command;
    }
}
