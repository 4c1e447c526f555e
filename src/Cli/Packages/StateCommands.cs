using System.CommandLine;
using MoECollab.Cli.CommandLine;
using MoECollab.Cli.Serving;
using MoECollab.Errors;
using MoECollab.Host.Calling;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.States;

namespace MoECollab.Cli.Packages;

/// <summary><c>moe enable|disable|quarantine|rollback|pin|unpin</c>: what an operator decides about packages, through the running host where there is one, in the home's state.json otherwise.</summary>
internal static class StateCommands
{
    private const string Operator = "operator";

    private static readonly Argument<string> Id = new("id") { Description = "The package's id, or id@version" };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why; kept beside the state", DefaultValueFactory = _ => "" };

    public static IEnumerable<Command> Create() =>
    [
        Verb("enable", "Let a package take part again. Example: moe enable science", (states, package, _) => states.Clear(package)),
        Verb("disable", "Keep a package out; its code is not composed. Example: moe disable science --reason \"retrain first\"", (states, package, reason) => states.Set(package, PackageState.Disabled, reason, Operator)),
        Verb("quarantine", "Take a package out after faults. Example: moe quarantine science", (states, package, reason) => states.Set(package, PackageState.Quarantined, reason, Operator)),
        Rollback(),
        Pin("pin", "stays", "Keep an expert's weights in memory whatever else needs room. Example: moe pin science", (states, id) => states.Pin(id)),
        Pin("unpin", "may leave", "Let an expert's weights leave the memory again. Example: moe unpin science", (states, id) => states.Unpin(id)),
    ];

    private static Command Verb(string name, string description, Action<PackageStates, InstalledPackage, string> change)
    {
        var command = new Command(name, description) { Id, Reason, SharedOptions.Home, SharedOptions.Quiet };
        command.SetAction(async (parsed, cancellation) =>
        {
            var home = new Home(parsed.GetRequiredValue(SharedOptions.Home));
            var found = Find(home, parsed.GetRequiredValue(Id));
            var wanted = parsed.GetRequiredValue(Id).Split('@', 2);
            if (await RunningHost.TryChangeAsync(home, found, name, new HostChange(parsed.GetRequiredValue(Reason), wanted.Length == 2 ? wanted[1] : null), cancellation))
            {
                foreach (var package in found)
                    await parsed.InvocationConfiguration.Output.WriteLineAsync($"{package.Key} {name}d by the running host");
                return ExitCode.Ok;
            }

            var states = PackageStates.Open(home, TimeProvider.System);
            foreach (var package in found)
            {
                change(states, package, parsed.GetRequiredValue(Reason));
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{package.Key} {states.Find(package)?.State.ToString() ?? "enabled"}");
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Rollback()
    {
        var to = new Option<string?>("--to") { Description = "The version to use; without it, the highest again" };
        var command = new Command("rollback", "Use an older installed version of a package. Example: moe rollback science --to 1.0.0") { Id, to, SharedOptions.Home, SharedOptions.Quiet };
        command.SetAction(async (parsed, cancellation) =>
        {
            var home = new Home(parsed.GetRequiredValue(SharedOptions.Home));
            var version = parsed.GetValue(to);
            var id = parsed.GetRequiredValue(Id);
            var package = Find(home, version is null ? id : $"{id}@{version}")[0];
            if (!await RunningHost.TryChangeAsync(home, [package], "rollback", new HostChange(null, version ?? "latest"), cancellation))
                PackageStates.Open(home, TimeProvider.System).Choose(package.Role, package.Id, version);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{package.Id}: {version ?? "the highest version"} is used");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Pin(string name, string what, string description, Action<PackageStates, string> change)
    {
        var command = new Command(name, description) { Id, SharedOptions.Home, SharedOptions.Quiet };
        command.SetAction(async (parsed, cancellation) =>
        {
            var home = new Home(parsed.GetRequiredValue(SharedOptions.Home));
            var packages = Find(home, parsed.GetRequiredValue(Id)).Where(package => package.Role == PackageRole.Expert).ToList();
            if (packages.Count == 0)
                throw new MoECollabException("package-not-found", $"'{parsed.GetRequiredValue(Id)}' is no expert; only experts' weights are under the budget.");
            if (!await RunningHost.TryChangeAsync(home, packages, name, new HostChange(null, null), cancellation))
                change(PackageStates.Open(home, TimeProvider.System), packages[0].Id);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{packages[0].Id} {what} in memory");
            return ExitCode.Ok;
        });
        return command;
    }

    private static List<InstalledPackage> Find(Home home, string name)
    {
        var parts = name.Split('@', 2);
        var found = home.Packages().Where(package => package.Id == parts[0] && (parts.Length == 1 || package.Version == parts[1])).ToList();
        return found.Count > 0
            ? found
            : throw new MoECollabException("package-not-found", $"No package of {home.Root} is called '{name}'. Installed: {string.Join(", ", home.Packages().Select(package => $"{package.Id}@{package.Version}"))}.");
    }
}
