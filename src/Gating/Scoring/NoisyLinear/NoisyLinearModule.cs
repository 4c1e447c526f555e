using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MoECollab.Gating.Scoring.NoisyLinear;

/// <summary>The two layers of a noisy gate.</summary>
internal sealed class NoisyLinearModule : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "gate")]
    private readonly TorchSharp.Modules.Linear _gate;

    [ComponentName(Name = "noise")]
    private readonly TorchSharp.Modules.Linear _noise;

    public NoisyLinearModule(TorchSharp.Modules.Linear gate, TorchSharp.Modules.Linear noise)
        : base("noisy-linear")
    {
        _gate = gate;
        _noise = noise;
        RegisterComponents();
    }

    public TorchSharp.Modules.Linear Gate => _gate;

    public TorchSharp.Modules.Linear Noise => _noise;

    public override Tensor forward(Tensor input) => _gate.forward(input); // [B, M]
}
