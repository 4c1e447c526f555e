using MoECollab.Inputs;

namespace MoECollab.Gating.Scoring.Baselines;

/// <summary><c>uniform</c>: every expert gets the same score. The baseline that says what routing is worth; takes no options.</summary>
internal sealed class UniformScorer : IDirectScorer
{
    public InputNeeds Needs => InputNeeds.None;

    public IReadOnlyList<string> TrainedFor => [];

    public long ParameterCount => 0;

    public ScoreTable Score(RoutingRequest request) => new(request.Inputs.Count, request.Experts.Experts.Count);

    public IReadOnlyList<int> Score(ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, ExpertSnapshot experts, Span<float> scores)
    {
        scores.Clear();
        return [];
    }

    public long MultiplyAdds(RawInput input, ExpertSnapshot experts) => 0;

    public void Dispose()
    {
    }
}
