using System.CommandLine;
using System.Text.Json;
using MoECollab.Cli.CommandLine;

namespace MoECollab.Cli.Packages;

/// <summary><c>moe list</c>: every package of a home with state, device and bytes; from its running host where there is one.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var command = new Command("list", "List the packages of a home, as its running host has them or as its files are. Example: moe list --home .moe")
        {
            SharedOptions.Home, SharedOptions.Device, SharedOptions.Threads, SharedOptions.Output, SharedOptions.Quiet,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Print(await PackageListing.ReadAsync(parsed, cancellation), parsed.GetValue(SharedOptions.Output), parsed.InvocationConfiguration.Output);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(IReadOnlyList<PackageRow> rows, OutputFormat format, TextWriter output)
    {
        switch (format)
        {
            case OutputFormat.Json:
                output.WriteLine(JsonSerializer.Serialize(rows, PackageRowJson.Readable.IReadOnlyListPackageRow));
                break;
            case OutputFormat.Jsonl:
                foreach (var row in rows)
                    output.WriteLine(JsonSerializer.Serialize(row, PackageRowJson.Readable.PackageRow));
                break;
            default:
                output.WriteLine($"{"role",-8} {"package",-40} {"state",-13} {"device",-7} {"bytes",13}  reason");
                foreach (var row in rows)
                    output.WriteLine($"{row.Role,-8} {row.Id + "@" + row.Version,-40} {row.State,-13} {row.Device ?? "–",-7} {(row.WeightBytes is { } bytes ? bytes.ToString("N0") : "–"),13}  {row.Reason}");
                break;
        }
    }
}
