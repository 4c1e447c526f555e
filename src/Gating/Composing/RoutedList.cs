using System.Collections;

namespace MoECollab.Gating.Composing;

/// <summary>The experts of a decision, which a mixture over the same snapshot finds by position, without looking their ids up.</summary>
/// <param name="snapshot">What was decided on.</param>
/// <param name="experts">The experts.</param>
/// <param name="positions">Where each is in the snapshot.</param>
internal sealed class RoutedList(ExpertSnapshot snapshot, RoutedExpert[] experts, int[] positions) : IReadOnlyList<RoutedExpert>
{
    public int Count => experts.Length;

    public RoutedExpert this[int index] => experts[index];

    /// <summary>Where an expert of a decision is in a snapshot, or −1.</summary>
    /// <param name="routed">The decision's experts.</param>
    /// <param name="index">Which of them.</param>
    /// <param name="snapshot">The snapshot.</param>
    public static int PositionOf(IReadOnlyList<RoutedExpert> routed, int index, ExpertSnapshot snapshot) =>
        routed is RoutedList list && list.Snapshot == snapshot ? list.Positions[index] : snapshot.PositionOf(routed[index].Id);

    public IEnumerator<RoutedExpert> GetEnumerator() => ((IEnumerable<RoutedExpert>)experts).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => experts.GetEnumerator();

    private ExpertSnapshot Snapshot => snapshot;

    private int[] Positions => positions;
}
