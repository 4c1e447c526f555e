using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x · σ(x).</summary>
public sealed class SiLU : ParameterLessModule<Tensor, Tensor>
{
    internal SiLU(bool inplace)
        : base(nameof(SiLU))
        => this.inplace = inplace;

    /// <summary>Whether the input itself is changed.</summary>
    public bool inplace { get; set; }

    /// <summary>The name of the class.</summary>
    public override string GetName() => nameof(SiLU);

    /// <summary>The activation of every element.</summary>
    public override Tensor forward(Tensor tensor) => nn.functional.silu(tensor, inplace);
}
