using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static readonly Device CPU = new(DeviceType.CPU, -1);

    public static readonly Device META = new(DeviceType.META, -1);

    private static Device? s_defaultDevice;

    public static Device CUDA => TryInitializeDeviceType(DeviceType.CUDA) ? new Device(DeviceType.CUDA, -1) : throw NoDevice(DeviceType.CUDA);

    public static Device MPS => throw NoDevice(DeviceType.MPS);

    public static Device device(string description) => new(description);

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static Device device(int index) => new(index);

    /// <summary>The device on which tensors are made when none is named.</summary>
    public static Device get_default_device() => s_defaultDevice ?? CPU;

    public static void set_default_device(string device) => set_default_device(new Device(device));

    public static void set_default_device(Device device) => s_defaultDevice = InitializeDevice(device);

    /// <summary>Makes a kind of device ready for use, or says why it is not.</summary>
    /// <exception cref="InvalidOperationException">This machine or this libtorch lacks it.</exception>
    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType)) throw NoDevice(deviceType);
    }

    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType switch
    {
        DeviceType.CPU or DeviceType.META => true,
        DeviceType.CUDA => cuda.is_available(),
        _ => false,
    };

    /// <summary>The device itself, ready for use; the default device where none is named.</summary>
    public static Device InitializeDevice(Device? device)
    {
        device ??= get_default_device();
        InitializeDeviceType(device.type);
        return device;
    }

    public static bool cuda_is_available() => cuda.is_available();

    public static bool mps_is_available() => false;

    public static int get_num_threads() => NativeMethods.mt_threads();

    public static void set_num_threads(int num) => ThreadCount.Set(num);

    public static int get_num_interop_threads() => NativeMethods.mt_interop_threads();

    public static void set_num_interop_threads(int num) =>
        Operators.Aten.Check(NativeMethods.mt_set_interop_threads(num), "set_num_interop_threads");

    private static InvalidOperationException NoDevice(DeviceType type) =>
        new($"This process has no {type} device: neither the machine nor the loaded libtorch {__version__} offers one. Set LIBTORCH_HOME to a libtorch built for it, or use the CPU.");
}
