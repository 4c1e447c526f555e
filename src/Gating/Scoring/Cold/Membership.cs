using MoECollab.Gating.Scoring.Prototype;

namespace MoECollab.Gating.Scoring.Cold;

/// <summary>How the columns of a trained scorer meet the experts of one snapshot: by id, never by position. Columns of missing experts play no part; experts without a column are cold.</summary>
internal sealed class Membership
{
    private const int Missing = -1;
    private readonly int[] _columns;
    private readonly int[] _cold;
    private readonly bool _isIdentity;
    private readonly PrototypeKeys? _keys;

    public Membership(IReadOnlyList<string> trainedFor, ExpertSnapshot experts, int hiddenSize)
    {
        var columnOf = trainedFor.Select((id, column) => (id, column)).ToDictionary(pair => pair.id, pair => pair.column, StringComparer.Ordinal);
        _columns = [.. experts.Experts.Select(expert => columnOf.GetValueOrDefault(expert.Id, Missing))];
        _isIdentity = _columns.Length == trainedFor.Count && _columns.Select((column, position) => column == position).All(same => same);
        _cold = [.. Enumerable.Range(0, _columns.Length).Where(position => _columns[position] == Missing)];
        _keys = _cold.Length > 0 ? new PrototypeKeys(experts, hiddenSize, KeySimilarity.Cosine) : null;
    }

    /// <summary>Positions of the cold experts.</summary>
    public IReadOnlyList<int> Cold => _cold;

    /// <summary>Whether every expert's column is its position.</summary>
    public bool IsIdentity => _isIdentity;

    /// <summary>The column of each expert, or another number where it has none.</summary>
    public long[] ColumnsOr(int otherwise) => [.. _columns.Select(column => column == Missing ? (long)otherwise : column)];

    /// <summary>Whether an input's hidden vector is needed to score the cold experts.</summary>
    public bool NeedsHidden => _keys is { Any: true };

    /// <summary>Multiply-adds that the cold experts add to an input.</summary>
    public long MultiplyAdds => _keys?.MultiplyAdds ?? 0;

    /// <summary>Places the trained logits at the experts' positions and scores the cold ones by their keys; one that shipped no usable key is masked.</summary>
    /// <param name="logits">One per trained column.</param>
    /// <param name="hidden">The hidden vector; empty where there is none, and then cold experts are masked.</param>
    /// <param name="scores">Receives one per expert of the snapshot.</param>
    public void Place(ReadOnlySpan<float> logits, ReadOnlySpan<float> hidden, Span<float> scores)
    {
        if (_isIdentity)
        {
            logits.CopyTo(scores);
            return;
        }

        for (var position = 0; position < _columns.Length; position++)
            scores[position] = _columns[position] == Missing ? float.NegativeInfinity : logits[_columns[position]];

        if (_keys is { Any: true } && !hidden.IsEmpty)
            PlaceCold(_keys, hidden, scores);
    }

    private void PlaceCold(PrototypeKeys keys, ReadOnlySpan<float> hidden, Span<float> scores)
    {
        var count = _columns.Length;
        Span<float> similarities = count <= 64 ? stackalloc float[count] : new float[count];
        Span<float> near = count <= 64 ? stackalloc float[count] : new float[count];
        Span<float> high = count <= 64 ? stackalloc float[count] : new float[count];
        keys.Similarities(hidden, similarities);

        int known = 0, references = 0;
        var sum = 0f;
        for (var position = 0; position < count; position++)
        {
            if (_columns[position] == Missing)
                continue;
            known++;
            sum += scores[position];
            if (float.IsNegativeInfinity(similarities[position]))
                continue;
            near[references] = similarities[position];
            high[references++] = scores[position];
        }

        near = near[..references];
        high = high[..references];
        near.Sort();
        high.Sort();
        foreach (var position in _cold)
        {
            if (!float.IsNegativeInfinity(similarities[position]))
                scores[position] = ColdCalibration.Logit(near, high, known > 0 ? sum / known : 0f, similarities[position]);
        }
    }
}
