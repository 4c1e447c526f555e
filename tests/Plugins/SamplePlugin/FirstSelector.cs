using MoECollab.Gating;

namespace SamplePlugin;

internal sealed class FirstSelector : ISelector
{
    public bool Normalises => true;

    public IReadOnlyList<SelectedExpert> Select(RoutingRow row, ReadOnlySpan<float> scores) => [];
}
