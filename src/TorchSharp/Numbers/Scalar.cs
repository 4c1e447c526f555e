using System.Numerics;
using TorchSharp.Native;

namespace TorchSharp;

/// <summary>A number with an element type, as operators take it. It holds no native memory, so disposing it changes nothing.</summary>
public sealed class Scalar : IDisposable
{
    internal Scalar(torch.ScalarType type, NativeTag tag, long bits, long imaginary = 0)
    {
        Type = type;
        Tag = tag;
        Bits = bits;
        Imaginary = imaginary;
    }

    /// <summary>The widest element type of its kind, as in libtorch: Bool, Int64, Float64 or ComplexFloat64.</summary>
    public torch.ScalarType Type { get; }

    internal NativeTag Tag { get; }

    /// <summary>The integer, or the bits of the double.</summary>
    internal long Bits { get; }

    /// <summary>The bits of the imaginary part.</summary>
    internal long Imaginary { get; }

    public static implicit operator Scalar(byte value) => value.ToScalar();

    public static implicit operator Scalar(sbyte value) => value.ToScalar();

    public static implicit operator Scalar(short value) => value.ToScalar();

    public static implicit operator Scalar(int value) => value.ToScalar();

    public static implicit operator Scalar(long value) => value.ToScalar();

    public static implicit operator Scalar(Half value) => value.ToScalar();

    public static implicit operator Scalar(float value) => value.ToScalar();

    public static implicit operator Scalar(double value) => value.ToScalar();

    public static implicit operator Scalar(bool value) => value.ToScalar();

    public static implicit operator Scalar((float, float) value) => value.ToScalar();

    public static implicit operator Scalar(Complex value) => value.ToScalar();

    /// <summary>Does nothing: the original's Scalar is native memory, this one is not.</summary>
    public void Dispose()
    {
    }
}
