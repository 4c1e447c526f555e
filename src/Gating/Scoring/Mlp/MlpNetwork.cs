using System.Buffers;
using MoECollab.Gating.Numerics;
using MoECollab.Gating.Numerics.Panels;
using static TorchSharp.torch;

namespace MoECollab.Gating.Scoring.Mlp;

/// <summary>z = W₂ σ(W₁ h + b₁) + b₂: the gate of MoECollab's reconstruction, softmax(MLP(h)/τ), whose temperature is a transform of its own.</summary>
internal sealed class MlpNetwork(MlpModule module) : IGateNetwork
{
    public nn.Module Module => module;

    public IEnumerable<(string Name, Tensor Values)> Tensors =>
    [
        ("up.weight", module.Up.weight), ("up.bias", module.Up.bias!),
        ("down.weight", module.Down.weight), ("down.bias", module.Down.bias!),
    ];

    public long ParameterCount => MultiplyAdds + module.Up.out_features + module.Down.out_features;

    public long MultiplyAdds => (module.Up.in_features * module.Up.out_features) + (module.Down.in_features * module.Down.out_features);

    public Tensor Forward(Tensor hidden, RoutingRequest request) => module.forward(hidden); // [B, M]

    public IPackedNetwork Pack() => new Packed(Pack(module.Up), module.Activation, Pack(module.Down));

    public void Dispose() => module.Dispose();

    private static PackedMatrix Pack(TorchSharp.Modules.Linear layer) => new(HostMemory.Read(layer.weight), HostMemory.Read(layer.bias!), (int)layer.in_features) { IsBesideTensors = true };

    private sealed class Packed(PackedMatrix up, Activation activation, PackedMatrix down) : IPackedNetwork
    {
        public void Logits(ReadOnlySpan<float> hidden, Span<float> logits)
        {
            var size = hidden.Length / up.Inputs * up.Outputs;
            var rented = ArrayPool<float>.Shared.Rent(size);
            try
            {
                var inner = rented.AsSpan(0, size); // [B, m]
                up.Product(hidden, inner);
                HostActivation.Apply(activation, inner);
                down.Product(inner, logits);
            }
            finally
            {
                ArrayPool<float>.Shared.Return(rented);
            }
        }
    }
}
