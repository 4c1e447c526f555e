namespace MoECollab.Gating.Transforms;

/// <summary>Masks experts that cannot be routed to now: not ready, or without capacity left. Every gate applies it after all other transforms; it cannot be left out.</summary>
internal static class HealthMask
{
    public static void Apply(ExpertSnapshot experts, Span<float> scores)
    {
        for (var position = 0; position < scores.Length; position++)
        {
            if (!IsReady(experts.Experts[position]))
                scores[position] = float.NegativeInfinity;
        }
    }

    /// <summary>The positions that it masks: the same for every input of a snapshot, which never changes.</summary>
    public static int[] Unready(ExpertSnapshot experts) => [.. Enumerable.Range(0, experts.Experts.Count).Where(position => !IsReady(experts.Experts[position]))];

    public static bool IsReady(ExpertDescriptor expert) => expert.Health == ExpertHealth.Ready && expert.CapacityLeft is not <= 0;
}
