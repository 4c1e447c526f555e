using System.CommandLine;
using System.Text.Json;
using MoECollab.Cli.CommandLine;
using MoECollab.Errors;

namespace MoECollab.Cli.Packages;

/// <summary><c>moe show ID</c>: all that is known of a package; from the home's running host where there is one.</summary>
internal static class ShowCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "The package's id" };

    public static Command Create()
    {
        var command = new Command("show", "Show a package of a home. Example: moe show science --home .moe")
        {
            Id, SharedOptions.Home, SharedOptions.Device, SharedOptions.Threads, SharedOptions.Output, SharedOptions.Quiet,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var id = parsed.GetRequiredValue(Id);
            var all = await PackageListing.ReadAsync(parsed, cancellation);
            var rows = all.Where(row => row.Id == id).ToList();
            if (rows.Count == 0)
                throw new MoECollabException("package-not-found", $"No package of {parsed.GetRequiredValue(SharedOptions.Home)} is called '{id}'. Installed: {string.Join(", ", all.Select(row => row.Id).Distinct())}.");
            foreach (var row in rows)
                Print(row, parsed.GetValue(SharedOptions.Output), parsed.InvocationConfiguration.Output);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(PackageRow row, OutputFormat format, TextWriter output)
    {
        if (format != OutputFormat.Table)
        {
            output.WriteLine(JsonSerializer.Serialize(row, PackageRowJson.Readable.PackageRow));
            return;
        }

        output.WriteLine($"{row.Role} {row.Id}@{row.Version}");
        Line("state", $"{row.State} since {row.Since:u} by {row.By}");
        Line("reason", row.Reason);
        Line("about", row.Description);
        Line("device", row.Device);
        Line("bytes", row.WeightBytes?.ToString("N0"));
        Line("in memory", row.InMemory is { } isIn ? isIn ? "yes" : "no, it made room for others" : null);
        Line("routing", row.Routing);
        Line("breaker", row.Breaker);
        Line("answered", row.Requests?.ToString("N0") is { } answered ? answered + " inputs" : null);
        Line("parameters", row.Parameters?.ToString("N0"));
        Line("multiply-adds", row.MultiplyAdds is > 0 ? row.MultiplyAdds.Value.ToString("N0") + " per input" : null);
        Line("labels", row.Labels.Count > 0 ? string.Join(", ", row.Labels) : null);
        Line("folder", row.Folder);

        void Line(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                output.WriteLine($"  {name,-14} {value}");
        }
    }
}
