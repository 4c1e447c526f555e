using System.Numerics;
using TorchSharp.Native;

namespace TorchSharp.Operators;

/// <summary>A number on its way into an operator: what a <see cref="Scalar"/> holds, without the object.</summary>
internal readonly struct Number(NativeTag tag, long bits, long imaginary)
{
    internal NativeTag Tag => tag;

    internal long Bits => bits;

    public static implicit operator Number(long value) => new(NativeTag.Int, value, 0);

    public static implicit operator Number(double value) => new(NativeTag.Double, BitConverter.DoubleToInt64Bits(value), 0);

    public static implicit operator Number(Scalar scalar) => new(scalar.Tag, scalar.Bits, scalar.Imaginary);

    internal Argument ToArgument() =>
        new Complex(BitConverter.Int64BitsToDouble(bits), BitConverter.Int64BitsToDouble(imaginary));

    internal torch.Tensor ToTensor() => Aten.Call("scalar_tensor", ToArgument(), torch.ScalarType.ComplexFloat64);
}
