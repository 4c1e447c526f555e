using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Gating.Numerics;

/// <summary>Copies between tensors and host memory, where routing and integration are computed.</summary>
public static class HostMemory
{
    /// <summary>The values of a tensor as float32, row by row; the tensor's device, layout and gradient do not matter.</summary>
    /// <param name="tensor">Borrowed.</param>
    public static float[] Read(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return MemoryMarshal.Cast<byte, float>(tensor.detach().to(ScalarType.Float32).cpu().contiguous().bytes).ToArray();
    }

    /// <summary>The same values where they are if they lie so in host memory, and a copy otherwise. Valid as long as the tensor is.</summary>
    /// <param name="tensor">Borrowed.</param>
    public static ReadOnlySpan<float> View(Tensor tensor) =>
        tensor.dtype == ScalarType.Float32 && tensor.device_type == DeviceType.CPU && tensor.is_contiguous() ? MemoryMarshal.Cast<byte, float>(tensor.bytes) : Read(tensor);

    /// <summary>A tensor [rows, columns] on a device.</summary>
    /// <param name="values">rows × columns values, row by row; copied.</param>
    /// <param name="columns">At least 1.</param>
    /// <param name="device">Where it goes.</param>
    /// <returns>Owned by the caller.</returns>
    public static Tensor Write(float[] values, int columns, Device device) =>
        tensor(values, [values.Length / columns, columns], device: device);
}
