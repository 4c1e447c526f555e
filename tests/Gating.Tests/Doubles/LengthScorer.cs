using MoECollab.Inputs;

namespace MoECollab.Gating.Tests.Doubles;

/// <summary>Prefers the second expert for texts longer than three characters, by the feature <c>length</c> alone.</summary>
internal sealed class LengthScorer : IDirectScorer
{
    public InputNeeds Needs => InputNeeds.None;

    public IReadOnlyList<string> TrainedFor => [];

    public long ParameterCount => 0;

    public ScoreTable Score(RoutingRequest request)
    {
        var table = new ScoreTable(request.Inputs.Count, request.Experts.Experts.Count);
        for (var row = 0; row < table.Rows; row++)
            table.Row(row)[1] = request.Features["length"][row, 0].item<float>() - 3;
        return table;
    }

    public IReadOnlyList<int> Score(ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, ExpertSnapshot experts, Span<float> scores) =>
        throw new InvalidOperationException("It has no features here.");

    public long MultiplyAdds(RawInput input, ExpertSnapshot experts) => 1;

    public void Dispose()
    {
    }
}
