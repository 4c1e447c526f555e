using TorchSharp.Native;

namespace TorchSharp.Modules;

/// <summary>
/// A float32 parameter and its gradient as plain memory. A whole update of such a pair is one pass over it in vector
/// registers, where an update by operators is a pass and a dispatch for each; on small layers the dispatch is most of it.
/// </summary>
internal readonly unsafe ref struct DenseFloats
{
    private readonly nint _gradient;

    private DenseFloats(nint gradient, float* values, float* gradients, long count)
    {
        _gradient = gradient;
        Values = values;
        Gradients = gradients;
        Count = count;
    }

    public float* Values { get; }

    public float* Gradients { get; }

    public long Count { get; }

    /// <summary>The pair, where both are contiguous float32 on the CPU.</summary>
    /// <param name="parameter">The parameter, about to be changed.</param>
    /// <param name="gradient">Handle of its gradient; owned by the pair when the answer is true.</param>
    /// <param name="pair">To be disposed.</param>
    public static bool TryOf(Parameter parameter, nint gradient, out DenseFloats pair)
    {
        pair = default;
        long count = 0, same;
        var gradients = NativeMethods.mt_dense_floats(gradient, &same);
        var values = gradients == null ? null : NativeMethods.mt_dense_floats(parameter.Handle, &count);
        if (values == null || count != same)
            return false;
        pair = new DenseFloats(gradient, values, gradients, count);
        return true;
    }

    /// <summary>The memory of a state tensor of the same size.</summary>
    public static float* Of(torch.Tensor state)
    {
        long count;
        return NativeMethods.mt_dense_floats(state.Handle, &count);
    }

    public void Dispose() => NativeMethods.mt_free(_gradient);
}
