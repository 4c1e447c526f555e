using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Parameters that the modules of this assembly make for themselves: outside every dispose scope.</summary>
internal static class NewParameter
{
    public static Parameter Empty(long[] shape, Device? device = null, ScalarType? dtype = null) =>
        Of(empty(shape, dtype ?? get_default_dtype(), device ?? get_default_device()));

    public static Parameter Of(Tensor data, bool requires_grad = true) =>
        (Parameter)new Parameter(data, requires_grad).DetachFromDisposeScope();

    public static Parameter CopyOf(Tensor parameter)
    {
        using var untracked = no_grad();
        return Of(parameter.clone(), parameter.requires_grad);
    }
}
