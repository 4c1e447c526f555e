namespace MoECollab.Gating.Transforms;

/// <summary>
/// <c>cost</c>: z_i − λ · c_i, where c_i is the expert's declared multiply-adds as a share of the dearest one's (predicted quality minus
/// weighted cost, Tryage). Option <c>weight</c> λ, −1000 to 1000, default 1; a request's objective <c>cost</c> takes its place.
/// </summary>
internal sealed class CostTransform(float weight) : IScoreTransform
{
    public string Name => "cost";

    public void Apply(RoutingRow row, Span<float> scores)
    {
        var lambda = row.Request.Objectives.TryGetValue("cost", out var asked) ? (float)asked : weight;
        var experts = row.Experts.Experts;
        long dearest = 0;
        for (var position = 0; position < experts.Count; position++)
            dearest = Math.Max(dearest, experts[position].MultiplyAdds);
        if (dearest == 0)
            return;

        for (var position = 0; position < scores.Length; position++)
            scores[position] -= lambda * ((float)experts[position].MultiplyAdds / dearest);
    }
}
