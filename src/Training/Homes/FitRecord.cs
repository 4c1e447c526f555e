using System.Text.Json;
using MoECollab.Errors;
using MoECollab.Packaging.Homes;

namespace MoECollab.Training.Homes;

/// <summary><c>fit.json</c> of a home: what it was fitted from and with, so that experts can be added later and answers be measured by the same rule.</summary>
public sealed record FitRecord
{
    /// <summary>Its name in a home.</summary>
    public const string FileName = "fit.json";

    /// <summary>Version of this form.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>Whether a label is its plain string, the same in every domain.</summary>
    public bool MergesLabels { get; init; }

    /// <summary>Whether the domains were found by clustering.</summary>
    public bool FoundDomains { get; init; }

    /// <summary>Ids of the experts, ordinally sorted.</summary>
    public IReadOnlyList<string> Experts { get; init; } = [];

    /// <summary>The one of them that was trained on the rows of all domains; null for none.</summary>
    public string? General { get; init; }

    /// <summary>What their data was, in the order in which it came.</summary>
    public required IReadOnlyList<FitSource> Sources { get; init; }

    /// <summary>The experts' kind; null for a plugin.</summary>
    public string? Kind { get; init; }

    /// <summary>The experts' plugin; null for a built-in kind.</summary>
    public string? Plugin { get; init; }

    /// <summary>What the experts were told.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>The gate's scorer.</summary>
    public required string Scorer { get; init; }

    /// <summary>What the gate's training was told.</summary>
    public IReadOnlyDictionary<string, string> GateOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>The trained gate, <c>id@version</c>, active or not.</summary>
    public string Gate { get; init; } = "";

    /// <summary>The seed.</summary>
    public long Seed { get; init; }

    /// <summary>Reads the record of a home.</summary>
    /// <param name="home">The home.</param>
    /// <returns>Null where the home was not fitted.</returns>
    /// <exception cref="MoECollabException">The file is no record (<c>fit-invalid</c>).</exception>
    public static FitRecord? Read(Home home)
    {
        var path = Path.Combine(home.Root, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize(file, FitRecordJson.Readable.FitRecord) ?? throw new JsonException("it is null");
        }
        catch (JsonException fault)
        {
            throw new MoECollabException("fit-invalid", $"{path} is no record of a fit: {fault.Message} Fit the home again with 'moe fit'.", fault);
        }
    }

    internal void Write(Home home)
    {
        var path = Path.Combine(home.Root, FileName);
        File.WriteAllText(path + ".partial", JsonSerializer.Serialize(this, FitRecordJson.Readable.FitRecord) + "\n");
        File.Move(path + ".partial", path, overwrite: true);
    }
}
