using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Joins a range of dimensions into one.</summary>
public sealed class Flatten : ParameterLessModule<Tensor, Tensor>
{
    internal Flatten(long start_dim, long end_dim)
        : base(nameof(Flatten))
    {
        this.start_dim = start_dim;
        this.end_dim = end_dim;
    }

    /// <summary>Last dimension of the range; negative from the end.</summary>
    public long end_dim { get; set; }

    /// <summary>First dimension of the range.</summary>
    public long start_dim { get; set; }

    /// <summary>The input with the range as one dimension.</summary>
    public override Tensor forward(Tensor input) => input.flatten(start_dim, end_dim);
}
