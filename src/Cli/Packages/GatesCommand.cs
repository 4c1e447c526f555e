using System.CommandLine;
using System.Text.Json;
using MoECollab.Cli.CommandLine;
using MoECollab.Cli.Serving;
using MoECollab.Errors;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Mixtures;

namespace MoECollab.Cli.Packages;

/// <summary><c>moe gates list|show|activate</c>: the trained gates of a home.</summary>
internal static class GatesCommand
{
    private static readonly Argument<string> Name = new("gate") { Description = "id@version, or an id of which one version is installed" };

    public static Command Create()
    {
        var list = new Command("list", "List the trained gates. Example: moe gates list") { SharedOptions.Home, SharedOptions.Output };
        list.SetAction(parsed => Print(parsed, GateRow.Of(Home(parsed))));
        var show = new Command("show", "Show a trained gate. Example: moe gates show gate@1.0.0") { Name, SharedOptions.Home, SharedOptions.Output };
        show.SetAction(parsed => Print(parsed, [Find(parsed)]));
        var activate = new Command("activate", "Route by this gate from now on. Example: moe gates activate gate@1.0.1") { Name, SharedOptions.Home };
        activate.SetAction(async (parsed, cancellation) =>
        {
            var gate = Find(parsed);
            var home = Home(parsed);
            var before = MixtureConfiguration.Read(home);
            if (!await RunningHost.TryActivateAsync(home, $"{gate.Id}@{gate.Version}", cancellation))
                (before with { Gate = $"{gate.Id}@{gate.Version}" }).Write(home);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{gate.Id}@{gate.Version} is active, instead of {before.Gate ?? "none"}");
            return ExitCode.Ok;
        });
        return new Command("gates", "Trained gates of a home.") { list, show, activate };
    }

    private static Home Home(ParseResult parsed) => new(parsed.GetRequiredValue(SharedOptions.Home));

    private static GateRow Find(ParseResult parsed)
    {
        var name = parsed.GetRequiredValue(Name);
        var gates = GateRow.Of(Home(parsed));
        var found = gates.Where(gate => name == gate.Id || name == $"{gate.Id}@{gate.Version}").ToList();
        return found switch
        {
            [var only] => only,
            [] => throw new MoECollabException("gate-not-found", $"No trained gate is called '{name}'. Installed: {string.Join(", ", gates.Select(gate => $"{gate.Id}@{gate.Version}"))}."),
            _ => throw new MoECollabException("usage", $"'{name}' has {found.Count} versions: {string.Join(", ", found.Select(gate => gate.Version))}. Name one as {name}@VERSION."),
        };
    }

    private static int Print(ParseResult parsed, IReadOnlyList<GateRow> gates)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(SharedOptions.Output) == OutputFormat.Json)
        {
            output.WriteLine(JsonSerializer.Serialize(gates, PackageRowJson.Readable.IReadOnlyListGateRow));
            return ExitCode.Ok;
        }

        foreach (var gate in gates)
        {
            output.WriteLine(parsed.GetValue(SharedOptions.Output) == OutputFormat.Jsonl
                ? JsonSerializer.Serialize(gate, PackageRowJson.Readable.GateRow)
                : $"{(gate.Active ? "*" : " ")} {gate.Id + "@" + gate.Version,-32} {gate.Scorer} → {gate.Guard ?? "no guard"} → {gate.Selector}, for {string.Join(", ", gate.TrainedFor)}");
        }

        return ExitCode.Ok;
    }
}
