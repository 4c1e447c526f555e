using System.CommandLine;

namespace MoECollab.Cli.Fitting;

/// <summary>The options of <c>moe fit</c> that no other verb has.</summary>
internal static class FitOptions
{
    public const string NoEncoder = "none";

    public static Argument<string> Data { get; } = new("DATA") { Description = "A folder (<domain>/train.jsonl …), or one JSONL or CSV file: with --domain-column for several domains, without one domains are found" };

    public static Option<string> Encoder { get; } = new("--encoder") { Description = "The encoder plugin, by id or folder, or none: without one, experts ship no routing key, and no domains are found", DefaultValueFactory = _ => "hashed-ngram" };

    public static Option<string> Scorer { get; } = new("--scorer") { Description = "The gate's scorer: ngram, linear, mlp, noisy-linear, prototype", DefaultValueFactory = _ => "ngram" };

    public static Option<string[]> GateSet { get; } = new("--gate-set") { Description = "An option of the gate, name=value; may be given several times" };

    public static Option<int?> Domains { get; } = new("--domains") { Description = "How many domains to find in one file without --domain-column; default: 2 to 8, by the silhouette of the clusters" };

    public static Option<bool> Add { get; } = new("--add") { Description = "Add an expert for each new domain of DATA to a fitted home, and train only its gate again" };
}
