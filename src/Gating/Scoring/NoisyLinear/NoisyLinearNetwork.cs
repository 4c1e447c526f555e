using MoECollab.Gating.Numerics;
using MoECollab.Gating.Numerics.Panels;
using static TorchSharp.torch;

namespace MoECollab.Gating.Scoring.NoisyLinear;

/// <summary>
/// Noisy top-k's logits, H(x) = x W_g + ε ⊙ softplus(x W_n), ε ~ N(0, 1) (Shazeer et al. 2017, eq. 4). The noise needs the input, so it is part of
/// the scorer and not a transform. It is drawn in stochastic mode only, from the request's seed and the input's row, and W_n gets its gradient through it.
/// </summary>
internal sealed class NoisyLinearNetwork(NoisyLinearModule module) : IGateNetwork
{
    public nn.Module Module => module;

    public IEnumerable<(string Name, Tensor Values)> Tensors =>
    [
        ("gate.weight", module.Gate.weight), ("gate.bias", module.Gate.bias!),
        ("noise.weight", module.Noise.weight), ("noise.bias", module.Noise.bias!),
    ];

    public long ParameterCount => 2 * (module.Gate.in_features + 1) * module.Gate.out_features;

    public long MultiplyAdds => module.Gate.in_features * module.Gate.out_features;

    public Tensor Forward(Tensor hidden, RoutingRequest request)
    {
        if (request.Mode != RoutingMode.Stochastic)
            return module.forward(hidden);

        using var scope = NewDisposeScope();
        var spread = nn.functional.softplus(module.Noise.forward(hidden)); // [B, M]
        return (module.forward(hidden) + (Draw(request, hidden.device) * spread)).MoveToOuterDisposeScope(); // [B, M]
    }

    public IPackedNetwork Pack() => new Packed(new PackedMatrix(HostMemory.Read(module.Gate.weight), HostMemory.Read(module.Gate.bias!), (int)module.Gate.in_features) { IsBesideTensors = true });

    public void Dispose() => module.Dispose();

    private Tensor Draw(RoutingRequest request, Device device)
    {
        var columns = (int)module.Gate.out_features;
        var noise = new float[request.Inputs.Count * columns];
        for (var row = 0; row < request.Inputs.Count; row++)
        {
            var source = new SeededNoise(request.Seed, row);
            foreach (ref var value in noise.AsSpan(row * columns, columns))
                value = source.Normal();
        }

        return HostMemory.Write(noise, columns, device);
    }

    private sealed class Packed(PackedMatrix layer) : IPackedNetwork
    {
        public void Logits(ReadOnlySpan<float> hidden, Span<float> logits) => layer.Product(hidden, logits);
    }
}
