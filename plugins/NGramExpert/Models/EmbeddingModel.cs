using System.Collections.Concurrent;
using MoECollab.Errors;
using MoECollab.NGramExpert.Embedding;
using MoECollab.Text;
using MoECollab.Weights;

namespace MoECollab.NGramExpert.Models;

/// <summary>
/// Averaged n-gram embeddings and a linear head (Joulin et al. 2016, the form of fastText): p = softmax(W · mean_j E[id_j]), E [buckets, d], W [C, d].
/// Immutable; calls may overlap.
/// </summary>
internal sealed class EmbeddingModel : INGramModel
{
    private const string EmbeddingName = "ngram.embedding";
    private const string HeadName = "ngram.head";
    private const string IdsName = "ngram.ids";
    private const string WeightsName = "ngram.idf";
    private const string SchemeKey = "ngram.scheme";
    private const string WeightingKey = "ngram.weighting";

    private readonly ConcurrentBag<Workplace> _workplaces = [];
    private readonly NGramScheme _scheme;
    private readonly NGramVocabulary? _known;
    private readonly int _rows;
    private readonly float[] _embedding;   // [rows, stride]
    private readonly float[] _head;        // [C, stride]
    private readonly int _dimension;
    private readonly int _stride;

    /// <param name="scheme">The scheme of the ids.</param>
    /// <param name="known">The n-grams that have a row; null where every bucket has one.</param>
    /// <param name="embedding">E, [rows, stride], zeros between d and the stride; kept.</param>
    /// <param name="head">W, [C, stride], likewise; kept.</param>
    /// <param name="dimension">d.</param>
    public EmbeddingModel(NGramScheme scheme, NGramVocabulary? known, float[] embedding, float[] head, int dimension)
    {
        _scheme = scheme;
        _known = known;
        _rows = known?.Count ?? scheme.Buckets;
        _embedding = embedding;
        _head = head;
        _dimension = dimension;
        _stride = RowMath.Stride(dimension);
        Classes = head.Length / _stride;
    }

    public int Classes { get; }

    public long ParameterCount => ((long)_rows + Classes) * _dimension;

    public long WeightBytes => (sizeof(float) * ((long)_embedding.Length + _head.Length)) + (_known?.Bytes ?? 0);

    public static bool IsIn(WeightFile file) => file.Entries.ContainsKey(EmbeddingName);

    public static EmbeddingModel Load(WeightFile file)
    {
        if (!file.Metadata.TryGetValue(SchemeKey, out var fingerprint))
            throw new WeightFileException(file.Path, $"its metadata has no '{SchemeKey}', so its buckets mean nothing");
        try
        {
            var scheme = NGramScheme.Parse(fingerprint);
            var known = file.Entries.ContainsKey(IdsName) ? NGramVocabulary.Load(file) : null;
            var rows = known?.Count ?? scheme.Buckets;
            var head = file.Floats(HeadName, -1, -1);
            var (classes, dimension) = ((int)file.Entries[HeadName].Shape[0], (int)file.Entries[HeadName].Shape[1]);
            return new EmbeddingModel(
                scheme, known, RowMath.Pad(file.Floats(EmbeddingName, rows, dimension), rows, dimension), RowMath.Pad(head, classes, dimension), dimension);
        }
        catch (FormatException fault)
        {
            throw new WeightFileException(file.Path, fault.Message, fault);
        }
    }

    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="metadata">What else is to be told of it.</param>
    public void Save(string path, params IEnumerable<KeyValuePair<string, string>> metadata) => WeightWriter.Write(
        path,
        [
            .. _known is null ? [] : (NamedWeights[])[NamedWeights.Of(IdsName, _known.Ids, _rows), NamedWeights.Of(WeightsName, _known.Weights, _rows)],
            NamedWeights.Of(EmbeddingName, RowMath.Unpad(_embedding, _rows, _dimension), _rows, _dimension),
            NamedWeights.Of(HeadName, RowMath.Unpad(_head, Classes, _dimension), Classes, _dimension),
        ],
        metadata.Append(new(SchemeKey, _scheme.Fingerprint)).Append(new(WeightingKey, "1;1;1")).ToDictionary());

    public void Probabilities(ReadOnlySpan<char> text, Span<float> probabilities)
    {
        var workplace = Borrow();
        RowMath.Mean(_embedding, _stride, KnownRows.Of(_known, workplace.Extractor.Extract(text), ref workplace.Rows), workplace.Hidden);
        for (var its = 0; its < Classes; its++)
            probabilities[its] = RowMath.Dot(_head.AsSpan(its * _stride, _stride), workplace.Hidden);
        RowMath.Softmax(probabilities[..Classes]);
        _workplaces.Add(workplace);
    }

    public long MultiplyAdds(ReadOnlySpan<char> text)
    {
        var workplace = Borrow();
        var ids = KnownRows.Of(_known, workplace.Extractor.Extract(text), ref workplace.Rows).Length;
        _workplaces.Add(workplace);
        return ((long)ids + Classes) * _dimension;
    }

    private Workplace Borrow() => _workplaces.TryTake(out var free) ? free : new Workplace(new NGramExtractor(_scheme), new float[_stride]);

    /// <summary>What one call needs for itself.</summary>
    private sealed class Workplace(NGramExtractor extractor, float[] hidden)
    {
        public int[] Rows = new int[256];

        public NGramExtractor Extractor { get; } = extractor;

        public float[] Hidden { get; } = hidden;
    }
}
