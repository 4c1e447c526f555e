namespace MoECollab.Host.Guarding;

/// <summary>An API key as it is kept: the hash alone.</summary>
public sealed record ApiKey
{
    /// <summary>Names the key; part of the key's text, and what <c>revoke</c> takes.</summary>
    public required string Id { get; init; }

    /// <summary>For people.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>infer</c>, <c>read</c>, <c>admin</c>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>SHA-256 of the key's text, in lower-case hexadecimal. The key has 256 random bits, so that no salt or stretching is needed.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }
}
