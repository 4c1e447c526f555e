using System.CommandLine;
using MoECollab.Cli.CommandLine;
using MoECollab.Host.Guarding;

namespace MoECollab.Cli.Serving;

/// <summary><c>moe apikeys new|list|revoke</c>: who may use the host. A running host sees changes within a second.</summary>
internal static class ApiKeysCommand
{
    private static readonly Option<string> Name = new("--name") { Description = "Whose key it is, for people", DefaultValueFactory = _ => "" };
    private static readonly Option<string> Scopes = new("--scopes") { Description = "infer, read, admin; separated by commas", DefaultValueFactory = _ => "infer" };
    private static readonly Argument<string> Id = new("id") { Description = "The key's id, as 'moe apikeys list' shows it" };

    public static Command Create()
    {
        var make = new Command("new", "Make a key; it is shown once and kept as a hash. Example: moe apikeys new --name ci --scopes infer,read") { Name, Scopes, SharedOptions.Home };
        make.SetAction(parsed =>
        {
            var (key, text) = File(parsed).Add(parsed.GetRequiredValue(Name), parsed.GetRequiredValue(Scopes).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            parsed.InvocationConfiguration.Output.WriteLine(text);
            parsed.InvocationConfiguration.Error.WriteLine($"moe: key {key.Id} for {string.Join(", ", key.Scopes)}; it is not shown again");
            return ExitCode.Ok;
        });
        var list = new Command("list", "List the keys. Example: moe apikeys list") { SharedOptions.Home };
        list.SetAction(parsed =>
        {
            foreach (var key in File(parsed).Read())
                parsed.InvocationConfiguration.Output.WriteLine($"{key.Id}  {string.Join(",", key.Scopes),-16}  {key.Created:u}  {key.Name}");
            return ExitCode.Ok;
        });
        var revoke = new Command("revoke", "Take a key away. Example: moe apikeys revoke 1f2e3d4c5b") { Id, SharedOptions.Home };
        revoke.SetAction(parsed =>
        {
            File(parsed).Revoke(parsed.GetRequiredValue(Id));
            parsed.InvocationConfiguration.Output.WriteLine($"{parsed.GetRequiredValue(Id)} is revoked");
            return ExitCode.Ok;
        });
        return new Command("apikeys", "API keys of a home's host.") { make, list, revoke };
    }

    private static ApiKeyFile File(ParseResult parsed) => new(ApiKeyFile.PathIn(parsed.GetRequiredValue(SharedOptions.Home)), TimeProvider.System);
}
