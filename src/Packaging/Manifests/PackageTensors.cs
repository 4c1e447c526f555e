namespace MoECollab.Packaging.Manifests;

/// <summary>Named tensors in and out.</summary>
public sealed record PackageTensors
{
    /// <summary>What it takes.</summary>
    public IReadOnlyList<PackageTensor>? Inputs { get; init; }

    /// <summary>What it returns.</summary>
    public IReadOnlyList<PackageTensor>? Outputs { get; init; }
}
