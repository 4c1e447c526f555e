using System.Runtime.Intrinsics;

namespace MoECollab.Gating.Numerics.Panels;

/// <summary>Activations in place.</summary>
internal static unsafe class BlockActivations
{
    /// <summary>σ of every value.</summary>
    /// <param name="activation">σ.</param>
    /// <param name="values">In place.</param>
    /// <param name="count">A multiple of <see cref="PackedMatrix.Width"/>.</param>
    public static void Apply(this BlockActivation activation, float* values, nint count)
    {
        switch (activation)
        {
            case BlockActivation.Relu when Vector512.IsHardwareAccelerated:
                ActivationKernel<Lanes512, Vector512<float>>.Relu(values, count);
                break;
            case BlockActivation.Relu:
                ActivationKernel<Lanes256, Vector256<float>>.Relu(values, count);
                break;
            case BlockActivation.Gelu when Vector512.IsHardwareAccelerated:
                ActivationKernel<Lanes512, Vector512<float>>.Gelu(values, count);
                break;
            case BlockActivation.Gelu:
                ActivationKernel<Lanes256, Vector256<float>>.Gelu(values, count);
                break;
            default:
                for (nint i = 0; i < count; i++)
                    values[i] = MathF.Tanh(values[i]);
                break;
        }
    }
}
