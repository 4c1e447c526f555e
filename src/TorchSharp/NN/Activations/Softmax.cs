using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>exp(xᵢ) / Σ exp(xⱼ) along a dimension.</summary>
public sealed class Softmax : ParameterLessModule<Tensor, Tensor>
{
    internal Softmax(long dim)
        : base(nameof(Softmax))
        => this.dim = dim;

    /// <summary>The dimension that sums to 1.</summary>
    public long dim { get; set; }

    /// <summary>The activation of every element.</summary>
    public override Tensor forward(Tensor tensor) => nn.functional.softmax(tensor, dim);
}
