using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x · Φ(x).</summary>
public sealed class GELU : ParameterLessModule<Tensor, Tensor>
{
    internal GELU(GELU.Approximate approximate, bool inplace)
        : base(nameof(GELU))
    {
        this.approximate = approximate;
        this.inplace = inplace;
    }

    /// <summary>Exact, or by tanh.</summary>
    public GELU.Approximate approximate { get; set; }

    /// <summary>Whether the input itself is changed.</summary>
    public bool inplace { get; set; }

    /// <summary>How Φ is computed.</summary>
    public enum Approximate
    {
        /// <summary>Exactly, by erf.</summary>
        none = 0,

        /// <summary>By tanh.</summary>
        tanh = 1,
    }

    /// <summary>The activation of every element.</summary>
    public override Tensor forward(Tensor tensor) => nn.functional.gelu(tensor, approximate, inplace);
}
