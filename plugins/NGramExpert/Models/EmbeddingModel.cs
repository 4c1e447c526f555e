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
    private const string SchemeKey = "ngram.scheme";

    private readonly ConcurrentBag<Workplace> _workplaces = [];
    private readonly NGramScheme _scheme;
    private readonly float[] _embedding;   // [buckets, stride]
    private readonly float[] _head;        // [C, stride]
    private readonly int _dimension;
    private readonly int _stride;

    /// <param name="scheme">The scheme of the ids.</param>
    /// <param name="embedding">E, [buckets, stride], zeros between d and the stride; kept.</param>
    /// <param name="head">W, [C, stride], likewise; kept.</param>
    /// <param name="dimension">d.</param>
    public EmbeddingModel(NGramScheme scheme, float[] embedding, float[] head, int dimension)
    {
        _scheme = scheme;
        _embedding = embedding;
        _head = head;
        _dimension = dimension;
        _stride = RowMath.Stride(dimension);
        Classes = head.Length / _stride;
    }

    public int Classes { get; }

    public long ParameterCount => ((long)_scheme.Buckets + Classes) * _dimension;

    public long WeightBytes => sizeof(float) * ((long)_embedding.Length + _head.Length);

    public static bool IsIn(WeightFile file) => file.Entries.ContainsKey(EmbeddingName);

    public static EmbeddingModel Load(WeightFile file)
    {
        if (!file.Metadata.TryGetValue(SchemeKey, out var fingerprint))
            throw new WeightFileException(file.Path, $"its metadata has no '{SchemeKey}', so its buckets mean nothing");
        try
        {
            var scheme = NGramScheme.Parse(fingerprint);
            var head = file.Floats(HeadName, -1, -1);
            var (classes, dimension) = ((int)file.Entries[HeadName].Shape[0], (int)file.Entries[HeadName].Shape[1]);
            return new EmbeddingModel(
                scheme, RowMath.Pad(file.Floats(EmbeddingName, scheme.Buckets, dimension), scheme.Buckets, dimension), RowMath.Pad(head, classes, dimension), dimension);
        }
        catch (FormatException fault)
        {
            throw new WeightFileException(file.Path, fault.Message, fault);
        }
    }

    public void Save(string path) => WeightWriter.Write(
        path,
        [
            NamedWeights.Of(EmbeddingName, RowMath.Unpad(_embedding, _scheme.Buckets, _dimension), _scheme.Buckets, _dimension),
            NamedWeights.Of(HeadName, RowMath.Unpad(_head, Classes, _dimension), Classes, _dimension),
        ],
        new Dictionary<string, string> { [SchemeKey] = _scheme.Fingerprint });

    public void Probabilities(ReadOnlySpan<char> text, Span<float> probabilities)
    {
        var workplace = Borrow();
        RowMath.Mean(_embedding, _stride, workplace.Extractor.Extract(text), workplace.Hidden);
        for (var its = 0; its < Classes; its++)
            probabilities[its] = RowMath.Dot(_head.AsSpan(its * _stride, _stride), workplace.Hidden);
        RowMath.Softmax(probabilities[..Classes]);
        _workplaces.Add(workplace);
    }

    public long MultiplyAdds(ReadOnlySpan<char> text)
    {
        var workplace = Borrow();
        var ids = workplace.Extractor.Extract(text).Length;
        _workplaces.Add(workplace);
        return ((long)ids + Classes) * _dimension;
    }

    private Workplace Borrow() => _workplaces.TryTake(out var free) ? free : new Workplace(new NGramExtractor(_scheme), new float[_stride]);

    /// <summary>What one call needs for itself.</summary>
    private sealed record Workplace(NGramExtractor Extractor, float[] Hidden);
}
