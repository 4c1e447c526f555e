using System.CommandLine;
using MoECollab.Errors;
using MoECollab.Training.Data;

namespace MoECollab.Cli.Training;

/// <summary>The options that the <c>train</c> verbs share.</summary>
internal static class TrainOptions
{
    public static Option<string[]> Data { get; } = new("--data") { Description = "Data: a folder (<domain>/train.jsonl …), or JSONL or CSV files", Required = true, AllowMultipleArgumentsPerToken = true };

    public static Option<string?> Valid { get; } = new("--valid") { Description = "Rows to stop early and calibrate on; default: dev.jsonl, else a tenth of the training rows by hash" };

    public static Option<string?> Encoder { get; } = new("--encoder") { Description = "The encoder's package folder; default: the home's encoder" };

    public static Option<string> Id { get; } = new("--id") { Description = "Id of what is trained", Required = true };

    public static Option<string> Version { get; } = new("--package-version") { Description = "Its version, SemVer", DefaultValueFactory = _ => "1.0.0" };

    public static Option<string?> Out { get; } = new("--out") { Description = "The folder that becomes the package; default: its place in the home" };

    public static Option<long> Seed { get; } = new("--seed") { Description = "Source of all randomness", DefaultValueFactory = _ => 1 };

    public static Option<string[]> Set { get; } = new("--set") { Description = "An option of the learner, name=value; may be given several times", AllowMultipleArgumentsPerToken = false };

    public static Option<string?> Plugin { get; } = new("--plugin") { Description = "A plugin that trains: the id of a shipped one, or the folder of a package" };

    public static Option<string> TextColumn { get; } = new("--text-column") { Description = "The field that holds the text", DefaultValueFactory = _ => "text" };

    public static Option<string> LabelColumn { get; } = new("--label-column") { Description = "The field that holds the label", DefaultValueFactory = _ => "label" };

    public static Option<string?> DomainColumn { get; } = new("--domain-column") { Description = "The field that holds the domain" };

    public static Option<bool> MergeLabels { get; } = new("--merge-labels") { Description = "Labels are plain strings: the same string in two domains is one label, and domains vote together" };

    /// <summary>The columns asked for.</summary>
    public static DataColumns Columns(this ParseResult parsed) =>
        new(parsed.GetRequiredValue(TextColumn), parsed.GetRequiredValue(LabelColumn), parsed.GetValue(DomainColumn));

    /// <summary><c>--set name=value</c> as options; names without case.</summary>
    public static IReadOnlyDictionary<string, string> LearnerOptions(this ParseResult parsed) => parsed.LearnerOptions(Set);

    /// <summary>Settings <c>name=value</c> as options; names without case.</summary>
    public static IReadOnlyDictionary<string, string> LearnerOptions(this ParseResult parsed, Option<string[]> settings)
    {
        var options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in parsed.GetValue(settings) ?? [])
        {
            if (setting.Split('=', 2) is not [{ Length: > 0 } name, var value])
                throw new MoECollabException("usage", $"{settings.Name} is '{setting}'; expected name=value.");
            options[name] = value;
        }

        return options;
    }
}
