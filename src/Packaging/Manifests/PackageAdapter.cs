namespace MoECollab.Packaging.Manifests;

/// <summary>How an adapter is built.</summary>
public sealed record PackageAdapter
{
    /// <summary>For example <c>bottleneck</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>r; at least 1.</summary>
    public int? Rank { get; init; }

    /// <summary>Its safetensors file.</summary>
    public string? Weights { get; init; }

    /// <summary>The element type of its weights.</summary>
    public string? Dtype { get; init; }
}
