using System.Globalization;
using System.Text.Json;
using MoECollab.Errors;
using MoECollab.Packages;

namespace MoECollab.Gating.Composing;

/// <summary>A trained gate's composition, <c>moe/gate.json</c>, schema version 1. Its weights lie beside it.</summary>
public sealed record GateFile
{
    /// <summary>Where a gate's package keeps it.</summary>
    public const string Path = "moe/gate.json";

    /// <summary>The schema that this version writes, and the only one it reads.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The gate's id.</summary>
    public required string Id { get; init; }

    /// <summary>SemVer; a retrained gate has a new one.</summary>
    public required string Version { get; init; }

    /// <summary>Fingerprint of the encoder whose hidden vectors it was trained on; empty for a gate that reads none.</summary>
    public string Encoder { get; init; } = "";

    /// <summary>The experts that a trained scorer has columns for, by id, in the columns' order.</summary>
    public IReadOnlyList<string> TrainedFor { get; init; } = [];

    /// <summary>Extractors of features of the gate's own; their packages bring them.</summary>
    public IReadOnlyList<GateFeature> Features { get; init; } = [];

    /// <summary>Features and descriptors → scores.</summary>
    public required GateComponent Scorer { get; init; }

    /// <summary>Scores → scores, in order. The health mask is not among them: it always comes last.</summary>
    public IReadOnlyList<GateComponent> Transforms { get; init; } = [];

    /// <summary>May refuse an input; null for none.</summary>
    public GateComponent? Guard { get; init; }

    /// <summary>Scores → experts and weights.</summary>
    public required GateComponent Selector { get; init; }

    /// <summary>The gate of a mixture without a trained one: routes by the experts' shipped keys.</summary>
    /// <param name="kept">How many experts answer an input.</param>
    public static GateFile Untrained(int kept = 1) => new()
    {
        Id = "prototype",
        Version = "1.0.0",
        Scorer = new GateComponent("prototype"),
        Selector = new GateComponent("top-k") { Options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["k"] = kept.ToString(CultureInfo.InvariantCulture) } },
    };

    /// <summary>The same gate with another guard: max-softmax at a threshold.</summary>
    /// <param name="threshold">0 to 1; null switches the guard off.</param>
    public GateFile WithGuardThreshold(double? threshold) => this with
    {
        Guard = threshold is null ? null : new GateComponent("max-softmax")
        {
            Options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["threshold"] = threshold.Value.ToString(CultureInfo.InvariantCulture) },
        },
    };

    /// <summary>Reads a gate's file.</summary>
    /// <param name="files">The gate's package.</param>
    /// <exception cref="MoECollabException"><c>gate-invalid</c>: every fault at once, with the place of each.</exception>
    public static GateFile Read(IPackageFiles files)
    {
        using var stream = files.OpenRead(Path);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return Parse(content.GetBuffer().AsMemory(0, (int)content.Length));
    }

    /// <summary>Reads a gate's file.</summary>
    /// <param name="json">UTF-8.</param>
    /// <exception cref="MoECollabException"><c>gate-invalid</c>: every fault at once, with the place of each.</exception>
    public static GateFile Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
            return new GateFileReader(document.RootElement).Read();
        }
        catch (JsonException fault)
        {
            throw new MoECollabException("gate-invalid", $"{Path} is not JSON: {fault.Message} Write it again, or retrain the gate.", fault);
        }
    }

    /// <summary>Writes the file below a gate's folder.</summary>
    /// <param name="folder">The gate's folder.</param>
    public void Write(string folder)
    {
        var path = System.IO.Path.Combine(folder, Path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var unfinished = path + ".part";
        using (var stream = File.Create(unfinished))
        using (var writer = new Utf8JsonWriter(stream, GateFileWriter.Format))
            GateFileWriter.Write(this, writer);
        File.Move(unfinished, path, overwrite: true);
    }
}
