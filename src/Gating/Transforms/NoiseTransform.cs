using MoECollab.Gating.Numerics;

namespace MoECollab.Gating.Transforms;

/// <summary><c>noise</c>: z + σ ε, ε ~ N(0, 1), in stochastic mode only, from the request's seed and the input's row. Option <c>deviation</c> σ, 0 to 1000, default 1.</summary>
internal sealed class NoiseTransform(float deviation) : IScoreTransform
{
    public string Name => "noise";

    public void Apply(RoutingRow row, Span<float> scores)
    {
        if (row.Request.Mode != RoutingMode.Stochastic)
            return;

        var noise = new SeededNoise(row.Request.Seed, row.Row);
        foreach (ref var score in scores)
            score += deviation * noise.Normal();
    }
}
