using System.Globalization;
using System.Numerics;
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
    private readonly long[] _slots;   // row + 1 above an id, at the id's hash or the next free place; 0 where free
    private readonly int _shift;

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
        var places = BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, 2 * _ids.Length));
        _slots = new long[places];
        _shift = 32 - BitOperations.Log2(places);
        for (var row = 0; row < _ids.Length; row++)
        {
            if (_ids[row] < 0 || _ids[row] >= scheme.Buckets || (row > 0 && _ids[row] <= _ids[row - 1]))
                throw new ArgumentException($"Id {_ids[row]} at row {row} is out of order or beyond the scheme's {scheme.Buckets} buckets.", nameof(ids));
            if (!float.IsFinite(_weights[row]))
                throw new ArgumentException($"The weight of row {row} is {_weights[row]}; expected a finite number.", nameof(weights));
            _slots[Place(_ids[row])] = ((row + 1L) << 32) | (uint)_ids[row];
        }
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
    internal long Bytes => ((sizeof(int) + sizeof(float)) * (long)Count) + (sizeof(long) * (long)_slots.Length);

    /// <summary>The row of an n-gram.</summary>
    /// <param name="id">Its bucket id.</param>
    /// <returns>0 to F − 1, or −1 for one that is not in the vocabulary.</returns>
    public int Find(int id) => (int)(_slots[Place(id)] >> 32) - 1;

    /// <summary>
    /// The rows of many n-grams. The table is larger than the near caches, so the first place of each is fetched before any is looked at: the
    /// fetches overlap, where a look-up that has to wait for its answer would keep the next from beginning.
    /// </summary>
    /// <param name="ids">Bucket ids, n of them.</param>
    /// <param name="slots">Room for n.</param>
    /// <param name="rows">Receives the rows, [n]; −1 for one that is not in the vocabulary.</param>
    internal void Find(ReadOnlySpan<int> ids, Span<long> slots, Span<int> rows)
    {
        var table = _slots;
        slots = slots[..ids.Length];
        rows = rows[..ids.Length];
        for (var at = 0; at < ids.Length; at++)
            slots[at] = table[FirstPlace(ids[at])];
        for (var at = 0; at < ids.Length; at++)
        {
            var slot = slots[at];
            if (slot == 0 | (int)slot == ids[at])
                rows[at] = (int)(slot >> 32) - 1;
            else
                rows[at] = Find(ids[at]);
        }
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

    /// <summary>Where an id is, or where it would go.</summary>
    private int Place(int id)
    {
        var mask = _slots.Length - 1;
        var place = FirstPlace(id);
        while (_slots[place] != 0 && (int)_slots[place] != id)
            place = (place + 1) & mask;
        return place;
    }

    private int FirstPlace(int id) => (int)((uint)id * 2654435769u >> _shift);
}
