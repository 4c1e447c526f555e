using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Zeroes each element with probability p and scales the rest by 1 / (1 - p), while training (Srivastava et al. 2014).</summary>
public sealed class Dropout : ParameterLessModule<Tensor, Tensor>
{
    internal Dropout(double p, bool inplace)
        : base(nameof(Dropout))
    {
        if (p is < 0 or > 1 or double.NaN)
            throw new ArgumentException($"dropout probability has to be between 0 and 1, but got {p}");
        this.p = p;
        this.inplace = inplace;
    }

    /// <summary>Whether the input itself is changed.</summary>
    public bool inplace { get; set; }

    /// <summary>Probability of a zero, 0 to 1.</summary>
    public double p { get; set; }

    /// <summary>The input with some elements zeroed; as it is in evaluation mode.</summary>
    public override Tensor forward(Tensor tensor) => nn.functional.dropout(tensor, p, training, inplace);
}
