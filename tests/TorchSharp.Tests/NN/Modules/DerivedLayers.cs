using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Modules;

/// <summary>A subclass that adds a field to those of its base.</summary>
internal sealed class DerivedLayers : TwoLayers
{
    private readonly Dropout _drop = nn.Dropout();

    public DerivedLayers() => RegisterComponents();

    public bool Drops => _drop.training;
}
