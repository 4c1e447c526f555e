namespace TorchSharp;

/// <summary>How a tensor is written as text.</summary>
public enum TensorStringStyle
{
    /// <summary>Shape, type and device only.</summary>
    Metadata,

    /// <summary>As Julia writes arrays.</summary>
    Julia,

    /// <summary>Nested brackets, as numpy writes arrays.</summary>
    Numpy,

    /// <summary>Nested braces.</summary>
    CSharp,

    /// <summary>As <see cref="Metadata"/>.</summary>
    Default,
}
