using System.CommandLine;
using System.Text.Json;
using MoECollab.Cli.CommandLine;
using MoECollab.Cli.Homes;
using MoECollab.Errors;

namespace MoECollab.Cli.Packages;

/// <summary><c>moe show ID</c>: all that is known of a package.</summary>
internal static class ShowCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "The package's id" };

    public static Command Create()
    {
        var command = new Command("show", "Show a package of a home. Example: moe show science --home .moe")
        {
            Id, SharedOptions.Home, SharedOptions.Device, SharedOptions.Threads, SharedOptions.Output, SharedOptions.Quiet,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var id = parsed.GetRequiredValue(Id);
            var device = parsed.ChooseDevice();
            using var loaded = OpenedHome.Load(parsed.GetRequiredValue(SharedOptions.Home), device, cancellation);
            var rows = PackageRow.Of(loaded, device.Device.ToString()).Where(row => row.Id == id).ToList();
            if (rows.Count == 0)
                throw new MoECollabException("package-not-found", $"No package of {loaded.Home.Root} is called '{id}'. Installed: {string.Join(", ", loaded.Packages.Select(package => package.Id).Distinct())}.");
            foreach (var row in rows)
                Print(row, parsed.GetValue(SharedOptions.Output), parsed.InvocationConfiguration.Output);
            return Task.FromResult(ExitCode.Ok);
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
