using MoECollab.Gating.Transforms;

namespace MoECollab.Gating.Composing;

/// <summary>What follows from a snapshot whatever is asked, made once.</summary>
/// <param name="experts">The snapshot.</param>
internal sealed class RoutedSnapshot(ExpertSnapshot experts)
{
    private readonly RoutedList?[] _alone = new RoutedList?[experts.Experts.Count];

    /// <summary>The snapshot.</summary>
    public ExpertSnapshot Experts => experts;

    /// <summary>Positions that the health mask takes out.</summary>
    public int[] Unready { get; } = HealthMask.Unready(experts);

    /// <summary>What a decision says of a selection; experts without weight are left out.</summary>
    public IReadOnlyList<RoutedExpert> Routed(IReadOnlyList<SelectedExpert> selection)
    {
        if (selection.Count == 1 && selection[0] is { Weight: 1f, Role: ExpertRole.Primary } only)
            return _alone[only.Position] ??= new RoutedList(experts, [Of(only)], [only.Position]);

        var routed = new RoutedExpert[selection.Count];
        var positions = new int[selection.Count];
        var count = 0;
        for (var i = 0; i < routed.Length; i++)
        {
            var selected = selection[i];
            if (selected.Weight > 0)
            {
                positions[count] = selected.Position;
                routed[count++] = Of(selected);
            }
        }

        return new RoutedList(experts, count == routed.Length ? routed : routed[..count], positions);
    }

    private RoutedExpert Of(SelectedExpert selected)
    {
        var expert = experts.Experts[selected.Position];
        return new RoutedExpert(expert.Id, expert.Version, selected.Weight, selected.Role);
    }
}
