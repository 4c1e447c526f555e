using System.Globalization;
using MoECollab.Errors;
using MoECollab.Weights;

namespace MoECollab.Text;

/// <summary>The n-grams that a model knows, in rows, and the weight of each: the inverse document frequency ln((1 + n) / (1 + df)) + 1 as a rule.</summary>
/// <remarks>Immutable, free to share between threads.</remarks>
public sealed class NGramVocabulary
{
    private const string IdsName = "ngram.ids";
    private const string IdfName = "ngram.idf";
    private const string SchemeKey = "ngram.scheme";
    private const string WeightingKey = "ngram.weighting";

    private readonly int[] _ids;
    private readonly float[] _weights;
    private readonly RankedBuckets? _ranked;
    private readonly HashedBuckets? _hashed;   // where _ranked is null

    /// <summary>Creates a vocabulary.</summary>
    /// <param name="scheme">The scheme that the ids belong to.</param>
    /// <param name="weighting">How the kinds of n-grams are put together.</param>
    /// <param name="ids">Bucket ids [F], strictly ascending; copied.</param>
    /// <param name="weights">A finite weight for each, [F]; copied.</param>
    /// <exception cref="ArgumentException">Lengths differ, an id is not in its scheme's range or out of order, or a weight is not finite.</exception>
    public NGramVocabulary(NGramScheme scheme, NGramWeighting weighting, ReadOnlySpan<int> ids, ReadOnlySpan<float> weights)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(weighting);
        if (ids.Length != weights.Length)
            throw new ArgumentException($"There are {ids.Length} ids and {weights.Length} weights; expected one weight for each id.", nameof(weights));
        Scheme = scheme;
        Weighting = weighting;
        _ids = ids.ToArray();
        _weights = weights.ToArray();
        for (var row = 0; row < _ids.Length; row++)
        {
            if (_ids[row] < 0 || _ids[row] >= scheme.Buckets || (row > 0 && _ids[row] <= _ids[row - 1]))
                throw new ArgumentException($"Id {_ids[row]} at row {row} is out of order or beyond the scheme's {scheme.Buckets} buckets.", nameof(ids));
            if (!float.IsFinite(_weights[row]))
                throw new ArgumentException($"The weight of row {row} is {_weights[row]}; expected a finite number.", nameof(weights));
        }

        if (RankedBuckets.BytesOf(scheme.Buckets) <= HashedBuckets.BytesOf(Count))
            _ranked = new RankedBuckets(_ids, scheme.Buckets);
        else
            _hashed = new HashedBuckets(_ids);
    }

    /// <summary>The scheme of the ids.</summary>
    public NGramScheme Scheme { get; }

    /// <summary>How the kinds of n-grams are put together.</summary>
    public NGramWeighting Weighting { get; }

    /// <summary>F, the number of n-grams.</summary>
    public int Count => _ids.Length;

    /// <summary>The bucket ids, ascending, [F].</summary>
    public ReadOnlySpan<int> Ids => _ids;

    /// <summary>Their weights, [F].</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>Bytes of the arrays it keeps.</summary>
    public long Bytes => ((sizeof(int) + sizeof(float)) * (long)Count) + (_ranked is null ? HashedBuckets.BytesOf(Count) : RankedBuckets.BytesOf(Scheme.Buckets));

    /// <summary>The row of an n-gram.</summary>
    /// <param name="id">Its bucket id.</param>
    /// <returns>0 to F − 1, or −1 for one that is not in the vocabulary.</returns>
    public int Find(int id) => (uint)id >= (uint)Scheme.Buckets ? -1 : _ranked is null ? _hashed!.Find(id) : _ranked.Find(id);

    /// <summary>The rows of many n-grams.</summary>
    /// <param name="ids">Bucket ids of this scheme, n of them.</param>
    /// <param name="rows">Receives the rows, [n]; −1 for one that is not in the vocabulary.</param>
    internal void Find(ReadOnlySpan<int> ids, Span<int> rows)
    {
        if (_ranked is null)
            _hashed!.Find(ids, rows);
        else
            _ranked.Find(ids, rows);
    }

    /// <summary>Writes the vocabulary alone as a safetensors file: <c>ngram.ids</c> [F], <c>ngram.idf</c> [F], the scheme in the metadata.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    public void Save(string path) => WeightWriter.Write(path, ToWeights(), ToMetadata());

    /// <summary>Reads a vocabulary from a safetensors file, its own or a classifier's; the file may be closed afterwards.</summary>
    /// <param name="file">A file that <see cref="Save"/> or <see cref="NGramClassifier.Save"/> wrote.</param>
    /// <exception cref="WeightFileException">A tensor or the scheme is missing, or does not fit the others.</exception>
    public static NGramVocabulary Load(WeightFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var ids = file.Integers(IdsName, -1);
        var weights = file.Floats(IdfName, ids.Length);
        try
        {
            return new NGramVocabulary(NGramScheme.Parse(Metadata(file, SchemeKey)), ReadWeighting(Metadata(file, WeightingKey)), ids, weights);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            throw new WeightFileException(file.Path, $"it holds no usable n-gram vocabulary: {fault.Message}", fault);
        }
    }

    internal NamedWeights[] ToWeights() => [NamedWeights.Of(IdsName, Ids, Count), NamedWeights.Of(IdfName, Weights, Count)];

    internal Dictionary<string, string> ToMetadata() => new()
    {
        [SchemeKey] = Scheme.Fingerprint,
        [WeightingKey] = string.Create(CultureInfo.InvariantCulture, $"{Weighting.Words};{Weighting.Lead};{Weighting.Characters}"),
    };

    private static NGramWeighting ReadWeighting(string text)
    {
        var parts = text.Split(';');
        if (parts.Length != 3)
            throw new FormatException($"'{WeightingKey}' is '{text}'; expected three numbers, such as 1;0.5;0.5.");
        float Number(int part) => float.Parse(parts[part], NumberStyles.Float, CultureInfo.InvariantCulture);
        return new NGramWeighting(Number(0), Number(1), Number(2));
    }

    private static string Metadata(WeightFile file, string key) => file.Metadata.TryGetValue(key, out var value)
        ? value
        : throw new FormatException($"its metadata has no '{key}'");
}
