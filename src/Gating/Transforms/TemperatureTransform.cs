namespace MoECollab.Gating.Transforms;

/// <summary><c>temperature</c>: z / τ. Option <c>value</c>, 0.001 to 1000, default 1; below 1 makes routing more decisive.</summary>
internal sealed class TemperatureTransform(float temperature) : IScoreTransform
{
    public string Name => "temperature";

    public void Apply(RoutingRow row, Span<float> scores)
    {
        foreach (ref var score in scores)
            score /= temperature;
    }
}
