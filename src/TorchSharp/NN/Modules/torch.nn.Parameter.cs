using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Neural networks: modules, functions, initialisation.</summary>
    public static partial class nn
    {
        /// <inheritdoc cref="Modules.Parameter(Tensor, bool)"/>
        public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
    }
}
