using MoECollab.Inputs;

namespace MoECollab.Gating.Tests.Doubles;

/// <summary>Gives every input the same scores, or whatever a function says.</summary>
internal sealed class FixedScorer(Func<float[]> scores) : IDirectScorer
{
    public InputNeeds Needs => InputNeeds.None;

    public IReadOnlyList<string> TrainedFor => [];

    public long ParameterCount => 0;

    public ScoreTable Score(RoutingRequest request)
    {
        var row = scores();
        var table = new ScoreTable(request.Inputs.Count, row.Length);
        for (var i = 0; i < table.Rows; i++)
            row.CopyTo(table.Row(i));
        return table;
    }

    public IReadOnlyList<int> Score(ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, ExpertSnapshot experts, Span<float> target)
    {
        scores().CopyTo(target);
        return [];
    }

    public long MultiplyAdds(RawInput input, ExpertSnapshot experts) => 0;

    public void Dispose()
    {
    }
}
