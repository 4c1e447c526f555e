namespace MoECollab.NGramExpert.Embedding;

/// <summary>
/// Stochastic gradient steps on −ln p(y|x) of averaged embeddings with a full softmax. Only the rows of a text's own n-grams are touched:
/// a step costs (2 ids + 3 C) d multiply-adds, whatever the number of buckets.
/// </summary>
internal sealed class EmbeddingAscent
{
    private readonly int _stride;
    private readonly int _classes;
    private readonly float[] _hidden;
    private readonly float[] _gradient;
    private readonly float[] _probabilities;

    public EmbeddingAscent(int buckets, int classes, int dimension, long seed)
    {
        _stride = RowMath.Stride(dimension);
        _classes = classes;
        _hidden = new float[_stride];
        _gradient = new float[_stride];
        _probabilities = new float[classes];
        Embedding = new float[checked(buckets * _stride)];
        Head = new float[classes * _stride];

        // Uniform in ±1/d, as fastText begins; the head begins at zero.
        var random = new FastRandom(seed);
        for (var row = 0; row < buckets; row++)
        {
            var values = Embedding.AsSpan(row * _stride, dimension);
            for (var at = 0; at < dimension; at++)
                values[at] = ((2f * random.NextSingle()) - 1f) / dimension;
        }
    }

    /// <summary>E, [buckets, stride].</summary>
    public float[] Embedding { get; }

    /// <summary>W, [C, stride].</summary>
    public float[] Head { get; }

    /// <summary>The class probabilities of the last <see cref="Forward"/>, [C].</summary>
    public ReadOnlySpan<float> Probabilities => _probabilities;

    /// <summary>p = softmax(W · mean E[ids]).</summary>
    public void Forward(ReadOnlySpan<int> ids)
    {
        RowMath.Mean(Embedding, _stride, ids, _hidden);
        for (var its = 0; its < _classes; its++)
            _probabilities[its] = RowMath.Dot(Head.AsSpan(its * _stride, _stride), _hidden);
        RowMath.Softmax(_probabilities);
    }

    /// <summary>One step down the gradient of −ln p(own).</summary>
    /// <returns>The loss before the step, in nats.</returns>
    public float Step(ReadOnlySpan<int> ids, int own, float rate)
    {
        Forward(ids);
        var loss = -MathF.Log(MathF.Max(_probabilities[own], 1e-12f));
        Array.Clear(_gradient);
        for (var its = 0; its < _classes; its++)
        {
            var error = rate * ((its == own ? 1f : 0f) - _probabilities[its]);
            var row = Head.AsSpan(its * _stride, _stride);
            RowMath.AddScaled(_gradient, row, error);
            RowMath.AddScaled(row, _hidden, error);
        }

        var share = 1f / ids.Length;
        foreach (var id in ids)
            RowMath.AddScaled(Embedding.AsSpan(id * _stride, _stride), _gradient, share);
        return loss;
    }
}
