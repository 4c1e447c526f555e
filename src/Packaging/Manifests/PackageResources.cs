namespace MoECollab.Packaging.Manifests;

/// <summary>What a package costs; whole numbers from 0.</summary>
public sealed record PackageResources
{
    /// <summary>Multiply-adds per input.</summary>
    public long? MultiplyAdds { get; init; }

    /// <summary>Number of learned values.</summary>
    public long? Parameters { get; init; }

    /// <summary>Bytes of its weights.</summary>
    public long? WeightsBytes { get; init; }

    /// <summary>Bytes that one input needs at the peak.</summary>
    public long? PeakBytesPerSample { get; init; }

    /// <summary>Floating-point operations per input.</summary>
    public long? FlopsPerSample { get; init; }

    /// <summary>Devices it was tried on: <c>cpu</c>, <c>cuda</c>.</summary>
    public IReadOnlyList<string>? Devices { get; init; }
}
