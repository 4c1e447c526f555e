namespace MoECollab.Gating.Transforms;

/// <summary>
/// <c>bias</c>: z_i + b_i for the experts that the options name, <c>for.ID</c> = b. Steering by the operator: it changes weights as well as the
/// choice. A bias that balances load and must leave weights alone belongs into the selector (<c>top-k</c>, option <c>bias.ID</c>).
/// </summary>
internal sealed class BiasTransform(IReadOnlyDictionary<string, float> biases) : IScoreTransform
{
    public string Name => "bias";

    public void Apply(RoutingRow row, Span<float> scores)
    {
        foreach (var (id, bias) in biases)
        {
            var position = row.Experts.PositionOf(id);
            if (position >= 0)
                scores[position] += bias;
        }
    }
}
