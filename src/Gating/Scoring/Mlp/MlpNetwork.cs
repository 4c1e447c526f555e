using System.Buffers;
using MoECollab.Gating.Numerics;
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

    public IPackedNetwork Pack() => new Packed(
        HostMemory.Read(module.Up.weight), HostMemory.Read(module.Up.bias!), HostMemory.Read(module.Down.weight), HostMemory.Read(module.Down.bias!), module.Activation);

    public void Dispose() => module.Dispose();

    private sealed class Packed(float[] upWeight, float[] upBias, float[] downWeight, float[] downBias, Activation activation) : IPackedNetwork
    {
        public void Logits(ReadOnlySpan<float> hidden, Span<float> logits)
        {
            var rented = ArrayPool<float>.Shared.Rent(upBias.Length);
            try
            {
                var inner = rented.AsSpan(0, upBias.Length);
                Dense.Affine(upWeight, upBias, hidden, inner);
                HostActivation.Apply(activation, inner);
                Dense.Affine(downWeight, downBias, inner, logits);
            }
            finally
            {
                ArrayPool<float>.Shared.Return(rented);
            }
        }
    }
}
