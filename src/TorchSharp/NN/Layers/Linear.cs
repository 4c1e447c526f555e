using TorchSharp.Operators;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x Wᵀ + b. Weight and bias begin uniform within ±1/√in, in PyTorch's own random stream.</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))]
    private Parameter _weight;

    [ComponentName(Name = nameof(bias))]
    private Parameter? _bias;

    internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(Linear))
    {
        in_features = inputSize;
        out_features = outputSize;
        _weight = NewParameter.Empty([outputSize, inputSize], device, dtype);
        nn.init.kaiming_uniform_(_weight, a: Math.Sqrt(5));
        register_parameter(nameof(weight), _weight);
        if (!hasBias)
            return;

        _bias = NewParameter.Empty([outputSize], device, dtype);
        var bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
        nn.init.uniform_(_bias, -bound, bound);
        register_parameter(nameof(bias), _bias);
    }

    internal Linear(Parameter weight, Parameter? bias)
        : base(nameof(Linear))
    {
        in_features = weight.shape[1];
        out_features = weight.shape[0];
        _weight = (Parameter)weight.DetachFromDisposeScope();
        register_parameter(nameof(weight), _weight);
        if (bias is null)
            return;
        _bias = (Parameter)bias.DetachFromDisposeScope();
        register_parameter(nameof(bias), _bias);
    }

    /// <summary>Size of an input row.</summary>
    public long in_features { get; set; }

    /// <summary>Size of an output row.</summary>
    public long out_features { get; set; }

    /// <summary>[out, in]. Setting disposes the one before.</summary>
    public Parameter weight
    {
        get => _weight;
        set => Replace(ref _weight!, value, nameof(weight));
    }

    /// <summary>[out], or null. Setting disposes the one before.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => Replace(ref _bias, value, nameof(bias));
    }

    /// <summary>[..., in] to [..., out].</summary>
    public override Tensor forward(Tensor tensor) => Aten.Call("linear", tensor, _weight, _bias);
}
