namespace MoECollab.Packaging.Manifests;

/// <summary>
/// What a package says of itself in <c>moe/expert.json</c>, <c>moe/encoder.json</c> or <c>moe/gating.json</c>. A package has either an
/// <see cref="Entry"/> (its own assembly) or a <see cref="Kind"/> (manifest and weights alone, run by a built-in kind). Files are named
/// relative to the manifest, assemblies relative to <c>lib/net10.0</c>.
/// </summary>
public sealed record PackageManifest
{
    /// <summary>The version of this format that the host reads and writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Always <see cref="CurrentSchema"/>.</summary>
    public int SchemaVersion { get; init; } = CurrentSchema;

    /// <summary>The package's id, which is the name of its folder.</summary>
    public string Id { get; init; } = "";

    /// <summary>SemVer, which is the name of its folder.</summary>
    public string Version { get; init; } = "";

    /// <summary>A name for people.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for, in words.</summary>
    public string? Description { get; init; }

    /// <summary>Who made it.</summary>
    public IReadOnlyList<string>? Authors { get; init; }

    /// <summary>An SPDX expression.</summary>
    public string? License { get; init; }

    /// <summary>Where to read more.</summary>
    public string? ProjectUrl { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The contract versions it works with, in NuGet's notation; null says nothing beyond the assembly's own metadata.</summary>
    public string? Contract { get; init; }

    /// <summary>The host versions it works with, in NuGet's notation.</summary>
    public string? Host { get; init; }

    /// <summary>The assembly and the type to load; null where <see cref="Kind"/> is given.</summary>
    public PackageEntry? Entry { get; init; }

    /// <summary>The built-in kind that runs it without code: <c>adapter</c>, <c>linear</c>, <c>feed-forward</c>, <c>ngram</c>, <c>lora</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>What the factory receives as options; names without case.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    /// <summary>What it answers.</summary>
    public PackageTask? Task { get; init; }

    /// <summary>The encoder it was trained on; in <c>encoder.json</c>, what the encoder itself is.</summary>
    public PackageEncoder? Encoder { get; init; }

    /// <summary>How its adapter is built, for people and tools.</summary>
    public PackageAdapter? Adapter { get; init; }

    /// <summary>Named tensors in and out.</summary>
    public PackageTensors? Io { get; init; }

    /// <summary>What it costs.</summary>
    public PackageResources? Resources { get; init; }

    /// <summary>How a gate that was not trained for it finds it.</summary>
    public PackageRouting? Routing { get; init; }

    /// <summary>Measurements by the contributor.</summary>
    public IReadOnlyList<PackageEvaluation>? Evaluation { get; init; }

    /// <summary>Where it came from.</summary>
    public PackageProvenance? Provenance { get; init; }

    /// <summary>What its code needs beyond its own package.</summary>
    public PackagePermissions? Permissions { get; init; }

    /// <summary><c>sha256:</c> of each file, by path inside the package.</summary>
    public IReadOnlyDictionary<string, string>? Files { get; init; }
}
