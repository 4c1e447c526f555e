using static TorchSharp.torch;

namespace MoECollab.Plugins.Tests.Packages;

/// <summary>Reads tensors without leaving a handle behind.</summary>
internal static class TensorValues
{
    public static float[] ToFloats(this Tensor values)
    {
        using var data = values.data<float>();
        return data.ToArray();
    }
}
