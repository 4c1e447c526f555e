using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The input itself, as a tensor object of its own.</summary>
public sealed class Identity : ParameterLessModule<Tensor, Tensor>
{
    internal Identity()
        : base(nameof(Identity))
    {
    }

    /// <summary>The same values over the same memory.</summary>
    public override Tensor forward(Tensor tensor) => tensor.alias();
}
