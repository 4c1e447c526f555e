using System.Globalization;
using System.Numerics;

namespace TorchSharp;

/// <summary>Writes the elements of a tensor one by one, in the order in which it is read.</summary>
internal sealed class ElementText
{
    private readonly Func<long, string> _read;

    /// <param name="tensor">On any device, of any strides.</param>
    /// <param name="format">How floating-point numbers are written.</param>
    /// <param name="culture">Whose decimal point they have.</param>
    internal ElementText(torch.Tensor tensor, string format, CultureInfo culture)
    {
        using var quiet = torch.no_grad();
        var flat = tensor.cpu().reshape(-1);
        _read = flat.dtype switch
        {
            torch.ScalarType.Byte => Of<byte>(flat, value => value.ToString(culture)),
            torch.ScalarType.Int8 => Of<sbyte>(flat, value => value.ToString(culture)),
            torch.ScalarType.Int16 => Of<short>(flat, value => value.ToString(culture)),
            torch.ScalarType.Int32 => Of<int>(flat, value => value.ToString(culture)),
            torch.ScalarType.Int64 => Of<long>(flat, value => value.ToString(culture)),
            torch.ScalarType.Bool => Of<bool>(flat, value => value.ToString()),
            torch.ScalarType.Float64 => Of<double>(flat, value => value.ToString(format, culture)),
            torch.ScalarType.ComplexFloat32 => Of<(float Real, float Imaginary)>(flat, value => Pair(value.Real, value.Imaginary, format, culture)),
            torch.ScalarType.ComplexFloat64 => Of<Complex>(flat, value => Pair(value.Real, value.Imaginary, format, culture)),
            _ => Of<float>(flat.to(torch.ScalarType.Float32), value => value.ToString(format, culture)),
        };
        Type = tensor.dtype;
    }

    /// <summary>The tensor's element type.</summary>
    internal torch.ScalarType Type { get; }

    /// <param name="index">Counted through the whole tensor, the last dimension fastest.</param>
    internal string this[long index] => _read(index);

    private static Func<long, string> Of<T>(torch.Tensor flat, Func<T, string> write)
        where T : unmanaged
    {
        var values = flat.data<T>();
        return index => write(values[index]);
    }

    private static string Pair(double real, double imaginary, string format, CultureInfo culture)
    {
        if (imaginary == 0) return real.ToString(format, culture);
        var imaginaryPart = imaginary.ToString(format, culture) + "i";
        if (real == 0) return imaginaryPart;
        return real.ToString(format, culture) + (imaginary > 0 ? "+" : "") + imaginaryPart;
    }
}
