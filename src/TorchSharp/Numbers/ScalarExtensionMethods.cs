using System.Numerics;
using TorchSharp.Native;

namespace TorchSharp;

/// <summary>Conversions between numbers and <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => Whole(value);

    public static Scalar ToScalar(this sbyte value) => Whole(value);

    public static Scalar ToScalar(this short value) => Whole(value);

    public static Scalar ToScalar(this int value) => Whole(value);

    public static Scalar ToScalar(this long value) => Whole(value);

    public static Scalar ToScalar(this Half value) => Real((double)value);

    public static Scalar ToScalar(this float value) => Real(value);

    public static Scalar ToScalar(this double value) => Real(value);

    public static Scalar ToScalar(this bool value) => new(torch.ScalarType.Bool, NativeTag.Bool, value ? 1 : 0);

    public static Scalar ToScalar(this (float, float) value) => Pair(value.Item1, value.Item2);

    public static Scalar ToScalar(this Complex value) => Pair(value.Real, value.Imaginary);

    public static Scalar ToBFloat16Scalar(this float value) => Real(value);

    public static float ToSingle(this Scalar value) => (float)value.ToDouble();

    public static double ToDouble(this Scalar value) =>
        value.Tag is NativeTag.Double or NativeTag.Complex ? BitConverter.Int64BitsToDouble(value.Bits) : value.Bits;

    public static Half ToHalf(this Scalar value) => (Half)value.ToDouble();

    public static sbyte ToSByte(this Scalar value) => checked((sbyte)value.ToInt64());

    public static byte ToByte(this Scalar value) => checked((byte)value.ToInt64());

    public static short ToInt16(this Scalar value) => checked((short)value.ToInt64());

    public static int ToInt32(this Scalar value) => checked((int)value.ToInt64());

    public static long ToInt64(this Scalar value) =>
        value.Tag is NativeTag.Double or NativeTag.Complex ? (long)value.ToDouble() : value.Bits;

    public static bool ToBoolean(this Scalar value) => value.ToDouble() != 0;

    public static (float Real, float Imaginary) ToComplexFloat32(this Scalar value) =>
        ((float)value.ToDouble(), (float)BitConverter.Int64BitsToDouble(value.Imaginary));

    public static Complex ToComplexFloat64(this Scalar value) =>
        new(value.ToDouble(), BitConverter.Int64BitsToDouble(value.Imaginary));

    private static Scalar Whole(long value) => new(torch.ScalarType.Int64, NativeTag.Int, value);

    private static Scalar Real(double value) => new(torch.ScalarType.Float64, NativeTag.Double, BitConverter.DoubleToInt64Bits(value));

    private static Scalar Pair(double real, double imaginary) =>
        new(torch.ScalarType.ComplexFloat64, NativeTag.Complex, BitConverter.DoubleToInt64Bits(real), BitConverter.DoubleToInt64Bits(imaginary));
}
