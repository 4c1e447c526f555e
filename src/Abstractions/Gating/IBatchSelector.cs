namespace MoECollab.Gating;

/// <summary>A selector that decides for all inputs of a request together: expert choice, capacity, balanced assignment.</summary>
public interface IBatchSelector : ISelector
{
    /// <summary>Picks the experts for every input.</summary>
    /// <param name="request">The inputs and the experts.</param>
    /// <param name="scores">Transformed logits [B, N].</param>
    /// <returns>B selections, as <see cref="ISelector.Select"/> returns them.</returns>
    IReadOnlyList<IReadOnlyList<SelectedExpert>> Select(RoutingRequest request, ScoreTable scores);
}
