using MoECollab.Gating.Numerics;
using MoECollab.Gating.Numerics.Panels;
using static TorchSharp.torch;

namespace MoECollab.Gating.Scoring.Linear;

/// <summary>z = W h + b.</summary>
internal sealed class LinearNetwork(TorchSharp.Modules.Linear layer) : IGateNetwork
{
    public nn.Module Module => layer;

    public IEnumerable<(string Name, Tensor Values)> Tensors => [("weight", layer.weight), ("bias", layer.bias!)];

    public long ParameterCount => (layer.in_features + 1) * layer.out_features;

    public long MultiplyAdds => layer.in_features * layer.out_features;

    public Tensor Forward(Tensor hidden, RoutingRequest request) => layer.forward(hidden); // [B, M]

    public IPackedNetwork Pack() => new Packed(new PackedMatrix(HostMemory.Read(layer.weight), HostMemory.Read(layer.bias!), (int)layer.in_features) { IsBesideTensors = true });

    public void Dispose() => layer.Dispose();

    private sealed class Packed(PackedMatrix layer) : IPackedNetwork
    {
        public void Logits(ReadOnlySpan<float> hidden, Span<float> logits) => layer.Product(hidden, logits);
    }
}
