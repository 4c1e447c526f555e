using System.Runtime.CompilerServices;
using MoECollab.Gating.Numerics;
using MoECollab.Gating.Scoring.Cold;
using MoECollab.Inputs;
using MoECollab.Text;

namespace MoECollab.Gating.Scoring.NGram;

/// <summary>Scores experts by n-grams of the text itself, one column of a linear classifier for each: routing that needs no encoder.</summary>
internal sealed class NGramScorer(NGramClassifier classifier, IReadOnlyList<string> trainedFor, int hiddenSize) : IRowsScorer
{
    private const int OnStack = 256;

    private readonly ConditionalWeakTable<ExpertSnapshot, Membership> _memberships = [];

    public InputNeeds Needs => InputNeeds.Text;

    public IReadOnlyList<string> TrainedFor => trainedFor;

    public long ParameterCount => classifier.ParameterCount;

    public ScoreTable Score(RoutingRequest request)
    {
        var membership = MembershipOf(request.Experts);
        var vectors = membership.NeedsHidden && request.Hidden is not null ? HostMemory.Read(request.Hidden) : []; // [B, d]
        var table = new ScoreTable(request.Inputs.Count, request.Experts.Experts.Count) { Cold = membership.Cold };
        for (var row = 0; row < table.Rows; row++)
            Place(membership, request.Inputs[row].Text, vectors.Length > 0 ? vectors.AsSpan(row * hiddenSize, hiddenSize) : [], table.Row(row));
        return table;
    }

    public IReadOnlyList<int> Score(ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, ExpertSnapshot experts, Span<float> scores)
    {
        var membership = MembershipOf(experts);
        Place(membership, text, hidden, scores);
        return membership.Cold;
    }

    public IReadOnlyList<int> ScoreRows(RoutingRequest request, ReadOnlySpan<float> hidden, RowScores scores)
    {
        var membership = MembershipOf(request.Experts);
        for (var row = 0; row < request.Inputs.Count; row++)
            Place(membership, request.Inputs[row].Text, hidden.IsEmpty ? [] : hidden.Slice(row * hiddenSize, hiddenSize), scores.Row(row).Span);
        return membership.Cold;
    }

    public long MultiplyAdds(RawInput input, ExpertSnapshot experts) => classifier.MultiplyAdds(input.Text) + MembershipOf(experts).MultiplyAdds;

    public void Dispose()
    {
        // Arrays only: nothing native to free.
    }

    private void Place(Membership membership, ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, Span<float> scores)
    {
        var logits = classifier.Classes <= OnStack ? stackalloc float[classifier.Classes] : new float[classifier.Classes];
        classifier.Score(text, logits);
        membership.Place(logits, hidden, scores);
    }

    private Membership MembershipOf(ExpertSnapshot experts) => _memberships.GetValue(experts, set => new Membership(trainedFor, set, hiddenSize));
}
