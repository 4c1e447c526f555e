using System.Globalization;

namespace TorchSharp;

/// <summary>Numbers and arrays to tensors and back, and printing.</summary>
public static partial class TensorExtensionMethods
{
    public static bool ToBoolean(this torch.Tensor value) => value.ToScalar().ToBoolean();

    public static byte ToByte(this torch.Tensor value) => value.ToScalar().ToByte();

    public static sbyte ToSByte(this torch.Tensor value) => value.ToScalar().ToSByte();

    public static short ToInt16(this torch.Tensor value) => value.ToScalar().ToInt16();

    public static int ToInt32(this torch.Tensor value) => value.ToScalar().ToInt32();

    public static long ToInt64(this torch.Tensor value) => value.ToScalar().ToInt64();

    public static Half ToHalf(this torch.Tensor value) => value.ToScalar().ToHalf();

    public static float ToSingle(this torch.Tensor value) => value.ToScalar().ToSingle();

    public static double ToDouble(this torch.Tensor value) => value.ToScalar().ToDouble();

    public static (float Real, float Imaginary) ToComplexFloat32(this torch.Tensor value) => value.ToScalar().ToComplexFloat32();

    public static System.Numerics.Complex ToComplexFloat64(this torch.Tensor value) => value.ToScalar().ToComplexFloat64();

    /// <summary>A tensor of an array's values in a shape.</summary>
    /// <param name="doCopy">Otherwise the tensor shares the array's memory.</param>
    public static torch.Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false)
    {
        using var scope = torch.NewDisposeScope();
        var shared = torch.from_array(rawArray);
        var tensor = (doCopy ? shared.clone() : shared).view(dimensions);
        if (requires_grad) tensor.requires_grad = true;
        return tensor.MoveToOuterDisposeScope();
    }

    /// <summary>A 0-dim tensor of a number.</summary>
    public static torch.Tensor ToTensor<T>(this T scalar, torch.Device? device = null, bool requires_grad = false) where T : struct
    {
        using var scope = torch.NewDisposeScope();
        var tensor = torch.from_array(new[] { scalar }).view().clone();
        if (device is not null) tensor = tensor.to(device);
        if (requires_grad) tensor.requires_grad = true;
        return tensor.MoveToOuterDisposeScope();
    }

    /// <summary>A parameter in the tensor's place; the tensor itself becomes empty.</summary>
    public static Modules.Parameter AsParameter(this torch.Tensor tensor) => new(tensor);

    /// <summary>Writes the tensor to the console and returns it.</summary>
    public static torch.Tensor print(this torch.Tensor t, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default)
    {
        Console.Out.WriteLine(t.ToString(style, fltFormat, width, cultureInfo, newLine));
        return t;
    }
}
