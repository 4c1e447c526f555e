using System.Runtime.InteropServices;
using TorchSharp.Native;
using TorchSharp.Operators;

namespace TorchSharp;

/// <content>What every creating member goes through.</content>
public static unsafe partial class torch
{
    // The schema of every factory ends in dtype, layout, device, pin_memory.
    private static Tensor Create(string name, bool requires_grad, ScalarType? dtype, Device? device, params ReadOnlySpan<Argument> leading)
    {
        Span<Argument> arguments = [default, default, default, default, default, default, default, default, default];
        leading.CopyTo(arguments);
        arguments[leading.Length] = dtype;
        arguments[leading.Length + 1] = Argument.None;
        arguments[leading.Length + 2] = device ?? s_defaultDevice;
        if (device is { type: DeviceType.CUDA }) InitializeDeviceType(DeviceType.CUDA);
        var tensor = Aten.Call(name, arguments[..(leading.Length + 3)]);
        return requires_grad ? tensor.requires_grad_() : tensor;
    }

    // What libtorch takes for a number of this kind: of the default precision where it has one.
    private static ScalarType TypeOf(Scalar value) => value.Type switch
    {
        ScalarType.Float64 => get_default_dtype(),
        ScalarType.ComplexFloat64 => get_default_dtype() == ScalarType.Float64 ? ScalarType.ComplexFloat64 : ScalarType.ComplexFloat32,
        var type => type,
    };

    private static ScalarType? RequireReal(ScalarType? dtype, string creator) =>
        dtype is not { } type || is_floating_point(type) || is_complex(type)
            ? dtype
            : throw new ArgumentException($"{creator} makes no {type}; expected a floating-point or complex type.", nameof(dtype));

    /// <summary>A tensor with the values of an array, of its element type unless another is named.</summary>
    private static Tensor FromArray(Array values, ReadOnlySpan<long> sizes, ScalarType? dtype, Device? device, bool requires_grad)
    {
        long count = 1;
        foreach (var size in sizes) count *= size;
        if (count != values.Length)
            throw new ArgumentException($"An array of {values.Length} elements does not fill the shape [{string.Join(", ", sizes.ToArray())}], which holds {count}.", nameof(values));
        long bytes;
        nint handle;
        var source = ElementTypeOf(values);
        fixed (byte* data = &MemoryMarshal.GetArrayDataReference(values))
        fixed (long* shape = sizes)
            handle = NativeMethods.mt_from_memory(data, shape, sizes.Length, (int)source, null, 0, &bytes);
        if (handle == 0) NativeFailure.Throw("tensor");
        var tensor = Placed(new Tensor(handle, bytes), dtype, device);
        return requires_grad ? tensor.requires_grad_() : tensor;
    }

    /// <summary>A tensor that shares the memory of an array, which stays pinned while libtorch uses it.</summary>
    private static Tensor SharingArray(Array values, ReadOnlySpan<long> sizes, ScalarType type, long offset = 0)
    {
        var pin = GCHandle.Alloc(values, GCHandleType.Pinned);
        long bytes;
        nint handle;
        fixed (long* shape = sizes)
            handle = NativeMethods.mt_from_memory((byte*)pin.AddrOfPinnedObject() + offset, shape, sizes.Length, (int)type, &Unpin, GCHandle.ToIntPtr(pin), &bytes);
        if (handle != 0) return new Tensor(handle);
        pin.Free();
        NativeFailure.Throw("from_array");
        return null!;
    }

    [UnmanagedCallersOnly]
    private static void Unpin(nint handle) => GCHandle.FromIntPtr(handle).Free();

    private static Tensor Placed(Tensor tensor, ScalarType? dtype, Device? device)
    {
        device ??= s_defaultDevice;
        if (device is null or { type: DeviceType.CPU })
            return dtype is null || dtype == tensor.dtype ? tensor : tensor.to_type(dtype.Value, disposeAfter: true);
        return tensor.to(dtype ?? tensor.dtype, InitializeDevice(device), disposeAfter: true);
    }

    private static long[] LengthsOf(Array values) => [.. Enumerable.Range(0, values.Rank).Select(i => (long)values.GetLength(i))];

    private static ScalarType ElementTypeOf(Array values) => ElementTypeOf(values.GetType().GetElementType()!);

    internal static ScalarType ElementTypeOf(Type element) =>
        element == typeof(float) ? ScalarType.Float32
        : element == typeof(long) ? ScalarType.Int64
        : element == typeof(int) ? ScalarType.Int32
        : element == typeof(double) ? ScalarType.Float64
        : element == typeof(bool) ? ScalarType.Bool
        : element == typeof(byte) ? ScalarType.Byte
        : element == typeof(sbyte) ? ScalarType.Int8
        : element == typeof(short) ? ScalarType.Int16
        : element == typeof(Half) ? ScalarType.Float16
        : element == typeof((float, float)) ? ScalarType.ComplexFloat32
        : element == typeof(System.Numerics.Complex) ? ScalarType.ComplexFloat64
        : throw new ArgumentException($"{element.Name} is no element type of a tensor; expected one of bool, byte, sbyte, short, int, long, Half, float, double, (float, float), Complex.", nameof(element));
}
