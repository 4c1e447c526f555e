namespace MoECollab.Weights;

/// <summary>Values to write under a name; little-endian bytes, row by row.</summary>
/// <param name="Name">Distinct within a file.</param>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The dimensions.</param>
/// <param name="Bytes">Product of the shape times the element's size.</param>
public sealed record NamedWeights(string Name, WeightType Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Float32 values.</summary>
    /// <param name="name">Distinct within a file.</param>
    /// <param name="values">The values, row by row; copied.</param>
    /// <param name="shape">The dimensions.</param>
    public static NamedWeights Of(string name, ReadOnlySpan<float> values, params IReadOnlyList<long> shape) =>
        new(name, WeightType.F32, shape, System.Runtime.InteropServices.MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>Int32 values.</summary>
    /// <param name="name">Distinct within a file.</param>
    /// <param name="values">The values, row by row; copied.</param>
    /// <param name="shape">The dimensions.</param>
    public static NamedWeights Of(string name, ReadOnlySpan<int> values, params IReadOnlyList<long> shape) =>
        new(name, WeightType.I32, shape, System.Runtime.InteropServices.MemoryMarshal.AsBytes(values).ToArray());
}
