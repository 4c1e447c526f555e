namespace MoECollab.Packaging.Manifests;

/// <summary>One named tensor, as the Open Inference Protocol describes it.</summary>
public sealed record PackageTensor
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>For example <c>FP32</c>.</summary>
    public string? Datatype { get; init; }

    /// <summary>Its dimensions; −1 for any.</summary>
    public IReadOnlyList<long>? Shape { get; init; }
}
