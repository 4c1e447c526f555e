using TorchSharp.Native;
using TorchSharp.Operators;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Gradients as an optimizer reaches them: without a tensor object each.</summary>
internal static unsafe class Gradients
{
    /// <summary>Handle of a parameter's gradient, to be freed, or zero.</summary>
    public static nint HandleOf(Parameter parameter)
    {
        long bytes;
        return NativeMethods.mt_grad(parameter.Handle, &bytes);
    }

    /// <summary>Fills a gradient with zeros, where there is one.</summary>
    public static void Clear(Parameter parameter)
    {
        var handle = HandleOf(parameter);
        if (handle == 0)
            return;

        long count;
        var memory = NativeMethods.mt_dense_floats(handle, &count);
        if (memory != null && count < int.MaxValue)
        {
            new Span<float>(memory, (int)count).Clear();
            NativeMethods.mt_free(handle);
            return;
        }
        using var gradient = new Tensor(handle);
        Aten.InPlace("zero_", gradient);
    }
}
