using MoECollab.AdapterExpert.Options;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MoECollab.AdapterExpert.Modules;

/// <summary>The expert's parameters and its equation on tensors.</summary>
internal sealed class AdapterModule : nn.Module<Tensor, Tensor>
{
    // B inputs · d hidden size · r width of the bottleneck · C classes
    private readonly Linear? _down;
    private readonly Linear? _up;
    private readonly Linear _head;
    private readonly Activation _activation;
    private readonly bool _folds;

    /// <summary>Draws random weights: uniform as PyTorch's Linear, W_up and b_up zero, so that training begins at a = h.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="activation">σ.</param>
    public AdapterModule(AdapterShape shape, Activation activation)
        : base(nameof(AdapterModule))
    {
        _activation = activation;
        _folds = shape.IsFolded && !shape.Biases;
        if (shape.Width > 0)
        {
            _down = nn.Linear(shape.Hidden, shape.Width, hasBias: shape.Biases);
            _up = nn.Linear(shape.Width, shape.Hidden, hasBias: shape.Biases);
            nn.init.zeros_(_up.weight);
            if (_up.bias is { } bias)
                nn.init.zeros_(bias);
            register_module("down", _down);
            register_module("up", _up);
        }

        _head = nn.Linear(shape.Hidden, shape.Classes);
        register_module("head", _head);
    }

    /// <summary>Class logits.</summary>
    /// <param name="input">h [B, d]; borrowed.</param>
    /// <returns>[B, C]; owned by the caller.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        if (_down is null)
            return _head.call(input).MoveToOuterDisposeScope();                                   // [B, C]
        var code = Activate(_down.call(input));                                                    // [B, r]
        if (is_grad_enabled() && _folds && input.shape[0] >= _head.weight.shape[0])
            return Folded(input, code).MoveToOuterDisposeScope();
        return _head.call(input + _up!.call(code)).MoveToOuterDisposeScope();                      // [B, C] of [B, d]
    }

    /// <summary>
    /// V h + (V W_up) code + b: the same, where gradients are wanted for more rows than there are classes. V W_up [C, r] is then cheaper than what [B, d]
    /// costs on the way back, which is a quarter of all products at d = 256, r = 32, C = 150, B = 256.
    /// </summary>
    private Tensor Folded(Tensor input, Tensor code)
    {
        var narrow = _head.weight.mm(_up!.weight);                                                 // [C, r]
        return _head.call(input).addmm(code, narrow.t());                                          // [B, C]
    }

    /// <summary>Nothing to do: the parts are registered under the names of the weight file, not of the fields.</summary>
    protected override void RegisterComponents()
    {
    }

    private Tensor Activate(Tensor code) => _activation switch
    {
        Activation.Relu => nn.functional.relu(code),
        Activation.Gelu => nn.functional.gelu(code),
        Activation.Tanh => tanh(code),
        _ => throw new ArgumentOutOfRangeException(nameof(code), _activation, null),
    };
}
