using System.CommandLine;
using MoECollab.Cli.CommandLine;
using MoECollab.Errors;
using MoECollab.Host.Running;
using MoECollab.Host.Systemd;

namespace MoECollab.Cli.Serving;

/// <summary><c>moe service install|remove</c>: the systemd unit of a home.</summary>
internal static class ServiceCommand
{
    private static readonly Option<string> Folder = new("--unit-dir") { Description = "Where units lie", DefaultValueFactory = _ => "/etc/systemd/system" };
    private static readonly Option<string?> User = new("--user") { Description = "Whose rights the service has. Default: a user of its own, which may write to " + UnitFile.StateFolder + " only" };

    // Where .NET and libtorch lie, where they were put elsewhere; a service has nothing of the operator's shell.
    private static readonly string[] Inherited = ["DOTNET_ROOT", "LIBTORCH_HOME"];

    public static Command Create()
    {
        var install = new Command("install", "Write the unit; systemctl starts it. Example: moe service install --home /srv/moe --user moe") { SharedOptions.Home, Folder, User };
        install.SetAction(Install);
        var remove = new Command("remove", "Remove the unit. Example: moe service remove") { Folder };
        remove.SetAction(parsed =>
        {
            var path = Path.Combine(parsed.GetRequiredValue(Folder), UnitFile.Name);
            if (!File.Exists(path))
                throw new MoECollabException("service-not-found", $"There is no {path}; nothing was removed.");
            File.Delete(path);
            parsed.InvocationConfiguration.Output.WriteLine($"removed {path}; run: systemctl daemon-reload");
            return ExitCode.Ok;
        });
        return new Command("service", "The host as a systemd unit.") { install, remove };
    }

    private static int Install(ParseResult parsed)
    {
        var home = Path.GetFullPath(parsed.GetRequiredValue(SharedOptions.Home));
        if (!Directory.Exists(home))
            throw new MoECollabException("home-not-found", $"There is no home {home}. Make one with 'moe fit', or name another with --home.");
        var folder = parsed.GetRequiredValue(Folder);
        if (!Directory.Exists(folder))
            throw new MoECollabException("usage", $"There is no folder {folder}; expected that of systemd's units. Name another with --unit-dir.");
        var user = parsed.GetValue(User);
        if (user is null && !$"{home}/".StartsWith(UnitFile.StateFolder + "/", StringComparison.Ordinal))
            parsed.InvocationConfiguration.Error.WriteLine($"moe: without --user the service may write to {UnitFile.StateFolder} only, and the host writes to its home {home}; move it there, or name its owner with --user");
        var unit = new UnitFile(Environment.ProcessPath ?? "/usr/bin/moe", home)
        {
            User = user,
            Drain = HostProgram.DrainOf(home),
            Variables = Inherited.Where(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }).ToDictionary(name => name, name => Environment.GetEnvironmentVariable(name)!),
        };
        var path = Path.Combine(folder, UnitFile.Name);
        File.WriteAllText(path, unit.ToText());
        parsed.InvocationConfiguration.Output.WriteLine($"wrote {path}; run: systemctl daemon-reload && systemctl enable --now {UnitFile.Name}");
        return ExitCode.Ok;
    }
}
