using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MoECollab.Training.Fitting;

/// <summary>Copies tensors into host memory.</summary>
internal static class HostFloats
{
    /// <summary>All values as float32, row by row.</summary>
    /// <param name="values">Any device, any layout; borrowed.</param>
    public static float[] Read(Tensor values)
    {
        using var scope = NewDisposeScope();
        var host = values.detach().to_type(ScalarType.Float32).cpu().contiguous();
        // Through the bytes: an accessor keeps a handle of its own that outlives the scope.
        return MemoryMarshal.Cast<byte, float>(host.bytes).ToArray();
    }
}
