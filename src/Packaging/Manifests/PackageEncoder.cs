namespace MoECollab.Packaging.Manifests;

/// <summary>The encoder that hidden vectors come from.</summary>
public sealed record PackageEncoder
{
    /// <summary>The encoder package's id; null in an encoder's own manifest.</summary>
    public string? Id { get; init; }

    /// <summary>The encoder package's version, for people: the fingerprint decides.</summary>
    public string? Revision { get; init; }

    /// <summary><c>sha256:…</c>; another one is refused.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>d; at least 1.</summary>
    public int? HiddenSize { get; init; }

    /// <summary>The longest input in tokens.</summary>
    public int? MaxLength { get; init; }

    /// <summary>How token vectors become one.</summary>
    public string? Pooling { get; init; }

    /// <summary><c>sha256:…</c> of the tokeniser.</summary>
    public string? Tokenizer { get; init; }
}
