using System.CommandLine;
using MoECollab.Cli.CommandLine;

namespace MoECollab.Cli.Examining;

/// <summary><c>moe doctor</c>: what is installed and what is missing.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Say what is installed and what is missing. Example: ./moe doctor");
        command.SetAction(parsed =>
        {
            var checks = Doctor.Examine();
            foreach (var check in checks)
                parsed.InvocationConfiguration.Output.WriteLine($"{Mark(check)} {check.Name,-24} {check.Found ?? "missing: " + check.Remedy}");
            return checks.Any(check => check is { Required: true, Found: null }) ? ExitCode.Failure : ExitCode.Ok;
        });
        return command;
    }

    private static string Mark(DoctorCheck check) => check switch
    {
        { Found: not null } => "ok      ",
        { Required: true } => "MISSING ",
        _ => "optional",
    };
}
