namespace MoECollab.Gating.Scoring;

/// <summary>A built-in scorer that scores a batch in host memory. Equal to <see cref="IScorer.Score"/> within 1e-5. Calls may overlap.</summary>
internal interface IRowsScorer : IDirectScorer
{
    /// <summary>Scores every input.</summary>
    /// <param name="request">B inputs and the experts; its tensors are not looked at.</param>
    /// <param name="hidden">Hidden vectors [B, d]; empty where the gate needs none.</param>
    /// <param name="scores">Receives [B, N].</param>
    /// <returns>The positions of cold experts, as <see cref="ScoreTable.Cold"/>.</returns>
    IReadOnlyList<int> ScoreRows(RoutingRequest request, ReadOnlySpan<float> hidden, RowScores scores);
}
