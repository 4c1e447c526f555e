namespace TorchSharp.Native;

/// <summary>The kinds of argument that the native side knows.</summary>
internal enum NativeTag : long
{
    None,
    Tensor,
    Int,
    Double,
    Bool,
    IntList,
    TensorList,
    Device,
    String,
    Generator,
    DoubleList,
    Complex,

    /// <summary>Left to the default that the operator's schema states.</summary>
    Missing,
}
