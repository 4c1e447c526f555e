namespace MoECollab.Gating;

/// <summary>A scorer that can also score one input in host memory, without tensors: the path for one input on a CPU. Equal to <see cref="IScorer.Score"/> within 1e-5. Calls may overlap.</summary>
public interface IDirectScorer : IScorer
{
    /// <summary>Scores one input.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hidden">The hidden vector [d]; empty where the scorer does not need it.</param>
    /// <param name="experts">The experts of the call.</param>
    /// <param name="scores">Receives the logits, [N].</param>
    /// <returns>The positions of cold experts, as <see cref="ScoreTable.Cold"/>.</returns>
    IReadOnlyList<int> Score(ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, ExpertSnapshot experts, Span<float> scores);
}
