using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0L, stop, 1L, dtype ?? RangeType(stop), device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1L, dtype ?? RangeType(start, stop), device, requires_grad);

    /// <summary>The numbers from start, step by step, up to but without stop: integers if all three are.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Create("arange.start_step", requires_grad, dtype ?? RangeType(start, stop, step), device, start, stop, step);

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Create("linspace", requires_grad, dtype, device, start, end, steps);

    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Create("logspace", requires_grad, dtype, device, start, end, steps, @base);

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Create("eye.m", requires_grad, dtype, device, rows, columns < 0 ? rows : columns);

    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Create("randint.low_generator", requires_grad, dtype ?? ScalarType.Int64, device, low, high, size, generator);

    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randint(long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, size.Shape, dtype, device, requires_grad, generator, names);

    public static Tensor randint(long low, long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(low, high, size.Shape, dtype, device, requires_grad, generator, names);

    public static Tensor randint(int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0L, high, Array.ConvertAll(size, n => (long)n), dtype, device, requires_grad, generator, names);

    public static Tensor randint(int low, int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(low, (long)high, Array.ConvertAll(size, n => (long)n), dtype, device, requires_grad, generator, names);

    /// <summary>The numbers 0 to n - 1 in random order.</summary>
    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Create("randperm.generator", requires_grad, dtype ?? ScalarType.Int64, device, n, generator);

    public static Tensor randperm(long n, Tensor @out, Generator? generator = null)
    {
        Aten.Run("randperm.generator_out", n, generator, @out);
        return @out;
    }

    /// <summary>Draws indices with probabilities proportional to the rows of the input.</summary>
    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false, Generator? generator = null) =>
        Aten.Call("multinomial", input, num_samples, replacement, generator);

    public static Tensor bernoulli(Tensor input, Generator? generator = null) => Aten.Call("bernoulli", input, (Argument)generator);

    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        input.zeros_like(dtype, device, requires_grad);

    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        input.ones_like(dtype, device, requires_grad);

    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        input.empty_like(dtype, device, requires_grad);

    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        input.full_like(value, dtype, device, requires_grad);

    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.rand_like(dtype, device, requires_grad);

    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.randn_like(dtype, device, requires_grad);

    /// <summary>A tensor that shares the memory of an array, as far as type and device allow.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var tensor = Placed(SharingArray(rawArray, LengthsOf(rawArray), ElementTypeOf(rawArray)), dtype, device);
        return requires_grad ? tensor.requires_grad_() : tensor;
    }

    /// <summary>A one-dimensional tensor that shares a part of the memory of an array.</summary>
    /// <param name="count">Elements of <paramref name="dtype"/>; -1 takes all.</param>
    /// <param name="offset">Bytes to skip.</param>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        var width = Buffer.ByteLength(rawArray) / Math.Max(1, rawArray.Length);
        var element = SizeOf(dtype);
        var available = ((long)rawArray.Length * width - offset) / element;
        if (offset < 0 || count > available)
            throw new ArgumentException($"The array has room for {available} elements of {dtype} after {offset} bytes, not for {count}.", nameof(count));
        var tensor = SharingArray(rawArray, [count < 0 ? available : count], dtype, offset);
        return requires_grad ? tensor.requires_grad_() : tensor;
    }

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);

    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) =>
        (dtype is null || dtype == data.dtype) && (device is null || device.type == data.device_type)
            ? data.alias()
            : data.to(dtype ?? data.dtype, device ?? data.device);

    public static Tensor tensor((double Real, double Imaginary) scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        tensor(new System.Numerics.Complex(scalar.Real, scalar.Imaginary), dtype, device, requires_grad);

    public static Tensor complex(Tensor real, Tensor imag) => Aten.Call("complex", real, imag);

    internal static int SizeOf(ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool or ScalarType.QInt8 or ScalarType.QUInt8 => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 or ScalarType.QInt32 => 4,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        _ => 16,
    };

    private static ScalarType RangeType(params ReadOnlySpan<Scalar> bounds)
    {
        foreach (var bound in bounds)
        {
            if (is_floating_point(bound.Type)) return get_default_dtype();
        }
        return ScalarType.Int64;
    }
}
