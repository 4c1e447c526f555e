namespace MoECollab.Packaging.Manifests;

/// <summary>How a gate that was not trained for an expert finds it.</summary>
public sealed record PackageRouting
{
    /// <summary>A safetensors file with the tensor <c>keys</c> [m, d], float32: centroids of the training data in the encoder's space.</summary>
    public string? Key { get; init; }

    /// <summary>Calibration of its own scores.</summary>
    public double? Temperature { get; init; }

    /// <summary>Below this probability it would rather not answer; 0 to 1.</summary>
    public double? AbstainBelow { get; init; }

    /// <summary>Inputs that belong to it.</summary>
    public IReadOnlyList<string>? ExampleUtterances { get; init; }
}
