namespace MoECollab.Packaging.Manifests;

/// <summary>What a package answers.</summary>
public sealed record PackageTask
{
    /// <summary><c>classification</c>, <c>embedding</c> or <c>generation</c>; for people and tools.</summary>
    public string? Kind { get; init; }

    /// <summary>The file with its labels, a JSON array of distinct strings in class order.</summary>
    public string? Labels { get; init; }

    /// <summary>Domains it was made for.</summary>
    public IReadOnlyList<string>? Domains { get; init; }

    /// <summary>BCP 47 tags of the languages it was made for.</summary>
    public IReadOnlyList<string>? Languages { get; init; }
}
