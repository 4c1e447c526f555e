using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Modules;

/// <summary>A module as a user writes it: fields, one renamed, a buffer, and a setting of its own.</summary>
internal class TwoLayers : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "input")]
    private readonly Linear _first = nn.Linear(3, 4);

    private readonly Linear _second = nn.Linear(4, 2);
    private readonly Parameter _scale = nn.Parameter(ones(1));
    private readonly Tensor _shift = zeros(2);

    public TwoLayers()
        : base(nameof(TwoLayers)) => RegisterComponents();

    public Parameter Scale => _scale;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return _second.call(nn.functional.relu(_first.call(input))).mul(_scale).add(_shift).MoveToOuterDisposeScope();
    }
}
