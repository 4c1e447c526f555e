namespace TorchSharp;

/// <summary>How a tensor is written as text.</summary>
public enum TensorStringStyle
{
    /// <summary>Shape, type and device only.</summary>
    Metadata,

    /// <summary>As Julia writes arrays: aligned columns, one matrix after the other.</summary>
    Julia,

    /// <summary>Nested brackets, as numpy writes arrays; of a long dimension only the edges.</summary>
    Numpy,

    /// <summary>As C# declares arrays; of a long dimension only the edges.</summary>
    CSharp,

    /// <summary>As <see cref="Metadata"/>.</summary>
    Default,
}
