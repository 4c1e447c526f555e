using System.Numerics;
using TorchSharp.Native;

namespace TorchSharp.Operators;

/// <summary>
/// One argument of an operator, made from whatever C# value stands for it. A null is libtorch's None; arguments left
/// out at the end take the schema's defaults.
/// </summary>
internal readonly struct Argument
{
    private Argument(NativeTag tag, object? reference, long bits, long extra)
    {
        Tag = tag;
        Reference = reference;
        Bits = bits;
        Extra = extra;
    }

    internal NativeTag Tag { get; }

    /// <summary>The tensor, list, string or generator; kept so that it lives as long as the call.</summary>
    internal object? Reference { get; }

    internal long Bits { get; }

    internal long Extra { get; }

    /// <summary>libtorch's None.</summary>
    internal static Argument None => default;

    /// <summary>Whatever the operator's schema states as its default.</summary>
    internal static Argument Default => new(NativeTag.Missing, null, 0, 0);

    public static implicit operator Argument(torch.Tensor? tensor) => tensor is null ? None : new(NativeTag.Tensor, tensor, 0, 0);

    public static implicit operator Argument(torch.Tensor?[]? tensors) => tensors is null ? None : new(NativeTag.TensorList, tensors, 0, 0);

    public static implicit operator Argument(long value) => new(NativeTag.Int, null, value, 0);

    public static implicit operator Argument(long? value) => value is { } number ? number : None;

    public static implicit operator Argument(int? value) => value is { } number ? (long)number : None;

    public static implicit operator Argument(double value) => new(NativeTag.Double, null, BitConverter.DoubleToInt64Bits(value), 0);

    public static implicit operator Argument(double? value) => value is { } number ? number : None;

    public static implicit operator Argument(bool value) => new(NativeTag.Bool, null, value ? 1 : 0, 0);

    public static implicit operator Argument(long[]? values) => values is null ? None : new(NativeTag.IntList, values, 0, 0);

    public static implicit operator Argument(double[]? values) => values is null ? None : new(NativeTag.DoubleList, values, 0, 0);

    public static implicit operator Argument(string? value) => value is null ? None : new(NativeTag.String, value, 0, 0);

    public static implicit operator Argument(torch.ScalarType value) => new(NativeTag.Int, null, (long)value, 0);

    public static implicit operator Argument(torch.ScalarType? value) => value is { } dtype ? dtype : None;

    public static implicit operator Argument(torch.Device? device) =>
        device is null ? None : new(NativeTag.Device, null, (long)device.type, device.index);

    public static implicit operator Argument(torch.Generator? generator) =>
        generator is null ? None : new(NativeTag.Generator, generator, 0, 0);

    public static implicit operator Argument(Scalar? scalar) =>
        scalar is null ? None : new(scalar.Tag, null, scalar.Bits, scalar.Imaginary);

    public static implicit operator Argument(Complex value) =>
        new(NativeTag.Complex, null, BitConverter.DoubleToInt64Bits(value.Real), BitConverter.DoubleToInt64Bits(value.Imaginary));
}
