namespace TorchSharp;

public static partial class torch
{
    /// <summary>The limits of a real element type.</summary>
    public struct FInfo
    {
        /// <summary>Bits of one number.</summary>
        public int bits;

        /// <summary>The difference between one and the next number.</summary>
        public double eps;

        public double max;

        public double min;

        /// <summary>The smallest positive number with full precision.</summary>
        public double tiny;
    }

    public static FInfo finfo() => finfo(get_default_dtype());

    /// <exception cref="ArgumentException">Integers have no such limits.</exception>
    public static FInfo finfo(ScalarType dtype) => dtype switch
    {
        ScalarType.Float64 or ScalarType.ComplexFloat64 => new FInfo { bits = 64, eps = Math.ScaleB(1, -52), max = double.MaxValue, min = double.MinValue, tiny = Math.ScaleB(1, -1022) },
        ScalarType.Float32 or ScalarType.ComplexFloat32 => new FInfo { bits = 32, eps = Math.ScaleB(1, -23), max = float.MaxValue, min = float.MinValue, tiny = Math.ScaleB(1, -126) },
        ScalarType.Float16 => new FInfo { bits = 16, eps = Math.ScaleB(1, -10), max = 65504, min = -65504, tiny = Math.ScaleB(1, -14) },
        ScalarType.BFloat16 => new FInfo { bits = 16, eps = Math.ScaleB(1, -7), max = Math.ScaleB(255, 120), min = -Math.ScaleB(255, 120), tiny = Math.ScaleB(1, -126) },
        _ => throw new ArgumentException($"finfo describes real and complex types; {dtype} is neither.", nameof(dtype)),
    };
}
