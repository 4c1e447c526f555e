namespace MoECollab.Host.Protocol;

/// <summary>One output of a response: strings (<c>BYTES</c>) or numbers (<c>FP32</c>), row after row.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its dimensions.</param>
internal sealed record OutputTensor(string Name, IReadOnlyList<int> Shape)
{
    /// <summary>Its elements where they are strings; else null.</summary>
    public IReadOnlyList<string>? Strings { get; init; }

    /// <summary>Its elements where they are numbers.</summary>
    public IReadOnlyList<float> Floats { get; init; } = [];

    /// <summary>What its columns stand for, as a JSON array; null where it has none.</summary>
    public string? Labels { get; init; }

    public string Type => Strings is null ? "FP32" : "BYTES";
}
