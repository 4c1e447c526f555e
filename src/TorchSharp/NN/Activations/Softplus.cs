using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>log(1 + exp(βx)) / β.</summary>
public sealed class Softplus : ParameterLessModule<Tensor, Tensor>
{
    internal Softplus(double beta, double threshold)
        : base(nameof(Softplus))
    {
        this.beta = beta;
        this.threshold = threshold;
    }

    /// <summary>Sharpness.</summary>
    public double beta { get; set; }

    /// <summary>Above it (times β) the function is x itself.</summary>
    public double threshold { get; set; }

    /// <summary>The activation of every element.</summary>
    public override Tensor forward(Tensor tensor) => nn.functional.softplus(tensor, beta, threshold);
}
