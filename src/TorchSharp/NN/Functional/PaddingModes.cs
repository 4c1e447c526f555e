namespace TorchSharp;

/// <summary>What padding repeats.</summary>
public enum PaddingModes
{
    /// <summary>Zeros.</summary>
    Zeros = 0,

    /// <summary>The tensor mirrored at its edge.</summary>
    Reflect = 1,

    /// <summary>The edge itself.</summary>
    Replicate = 2,

    /// <summary>The other end of the tensor.</summary>
    Circular = 3,

    /// <summary>One number.</summary>
    Constant = 4,
}
