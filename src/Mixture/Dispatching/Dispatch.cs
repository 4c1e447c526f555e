using MoECollab.Gating;

namespace MoECollab.Mixture.Dispatching;

/// <summary>
/// The inputs of a batch grouped by expert: sorted once, so that every expert has one contiguous slice, and only experts with inputs have one.
/// An entry is one input at one expert.
/// </summary>
internal sealed class Dispatch
{
    private Dispatch(int[] rows, float[] weights, ExpertRole[] roles, IReadOnlyList<DispatchSlice> slices)
    {
        Rows = rows;
        Weights = weights;
        Roles = roles;
        Slices = slices;
    }

    /// <summary>The batch row of each entry; ascending within a slice.</summary>
    public int[] Rows { get; }

    /// <summary>The decision's weight of each entry.</summary>
    public float[] Weights { get; }

    /// <summary>The expert's role in each entry.</summary>
    public ExpertRole[] Roles { get; }

    /// <summary>The experts with entries, by position.</summary>
    public IReadOnlyList<DispatchSlice> Slices { get; }

    /// <summary>Groups the decisions of a batch (a counting sort over positions).</summary>
    /// <param name="decisions">One per row.</param>
    /// <param name="experts">The experts of the call.</param>
    public static Dispatch Of(IReadOnlyList<Decision> decisions, ExpertSnapshot experts)
    {
        var starts = new int[experts.Experts.Count + 1];
        foreach (var decision in decisions)
        {
            foreach (var expert in decision.Experts)
                starts[experts.PositionOf(expert.Id) + 1]++;
        }

        var slices = new List<DispatchSlice>();
        for (var position = 0; position < experts.Experts.Count; position++)
        {
            var count = starts[position + 1];
            starts[position + 1] += starts[position];
            if (count > 0)
                slices.Add(new DispatchSlice(position, starts[position], count));
        }

        var entries = starts[^1];
        var dispatch = new Dispatch(new int[entries], new float[entries], new ExpertRole[entries], slices);
        dispatch.Fill(decisions, experts, starts);
        return dispatch;
    }

    private void Fill(IReadOnlyList<Decision> decisions, ExpertSnapshot experts, int[] next)
    {
        for (var row = 0; row < decisions.Count; row++)
        {
            foreach (var expert in decisions[row].Experts)
            {
                var entry = next[experts.PositionOf(expert.Id)]++;
                Rows[entry] = row;
                Weights[entry] = expert.Weight;
                Roles[entry] = expert.Role;
            }
        }
    }
}
