using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Mean 0 and variance 1 over the trailing dimensions, then a learned scale and shift (Ba et al. 2016).</summary>
public sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    [ComponentName(Name = nameof(bias))]
    private Parameter? _bias;

    internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(LayerNorm))
    {
        this.normalized_shape = normalized_shape;
        this.eps = eps;
        this.elementwise_affine = elementwise_affine;
        if (!elementwise_affine)
            return;

        _weight = NewParameter.Empty(normalized_shape, device, dtype);
        register_parameter(nameof(weight), _weight);
        if (bias)
        {
            _bias = NewParameter.Empty(normalized_shape, device, dtype);
            register_parameter(nameof(this.bias), _bias);
        }
        reset_parameters();
    }

    /// <summary>The trailing dimensions that are normalised.</summary>
    public long[] normalized_shape { get; set; }

    /// <summary>Added to the variance.</summary>
    public double eps { get; set; }

    /// <summary>Whether there is a scale.</summary>
    public bool elementwise_affine { get; set; }

    /// <summary>Scale, of the normalised shape; null without affine. Setting disposes the one before.</summary>
    public Parameter weight
    {
        get => _weight!;
        set => Replace(ref _weight, value, nameof(weight));
    }

    /// <summary>Shift, of the normalised shape, or null. Setting disposes the one before.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => Replace(ref _bias, value, nameof(bias));
    }

    /// <summary>Scale to ones, shift to zeros.</summary>
    public void reset_parameters()
    {
        if (_weight is not null)
            nn.init.ones_(_weight);
        if (_bias is not null)
            nn.init.zeros_(_bias);
    }

    /// <summary>[..., normalized_shape] to the same.</summary>
    public override Tensor forward(Tensor tensor) => nn.functional.layer_norm(tensor, normalized_shape, _weight, _bias, eps);
}
