using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MoECollab.Gating.Scoring.Mlp;

/// <summary>Two affine layers with an activation between them.</summary>
internal sealed class MlpModule : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "up")]
    private readonly TorchSharp.Modules.Linear _up;

    [ComponentName(Name = "down")]
    private readonly TorchSharp.Modules.Linear _down;

    public MlpModule(TorchSharp.Modules.Linear up, TorchSharp.Modules.Linear down, Activation activation)
        : base("mlp")
    {
        _up = up;
        _down = down;
        Activation = activation;
        RegisterComponents();
    }

    public TorchSharp.Modules.Linear Up => _up;

    public TorchSharp.Modules.Linear Down => _down;

    public Activation Activation { get; }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var inner = _up.forward(input); // [B, m]
        var active = Activation switch
        {
            Activation.Relu => nn.functional.relu(inner),
            Activation.Tanh => inner.tanh(),
            _ => nn.functional.gelu(inner),
        };
        return _down.forward(active).MoveToOuterDisposeScope(); // [B, M]
    }
}
