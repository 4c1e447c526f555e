using System.Numerics;
using MoECollab.HashedNGramEncoder.Counting;
using MoECollab.Text;

namespace MoECollab.HashedNGramEncoder.Encoding;

/// <summary>What one call of the encoder needs; kept between calls, so that a warm call allocates nothing.</summary>
/// <param name="scheme">The n-grams.</param>
/// <param name="rows">How many n-grams have a row.</param>
internal sealed class EncodingBuffers(NGramScheme scheme, int rows)
{
    private readonly int[] _counts = new int[rows + 1];   // all 0 between calls; the last one stands for n-grams without a row
    private int[] _distinct = new int[512];
    private float[] _factors = new float[512];
    private int _count;

    /// <summary>Reads the n-grams.</summary>
    public NGramExtractor Extractor { get; } = new(scheme);

    /// <summary>The different rows of the text, in the order in which they first occur.</summary>
    public ReadOnlySpan<int> Distinct => _distinct.AsSpan(0, _count);

    /// <summary>Counts the rows of a text, each of which has to be taken afterwards.</summary>
    /// <param name="buckets">Its n-grams.</param>
    /// <param name="rowOfBucket">The row of each bucket, or the number of rows.</param>
    public void Count<T>(ReadOnlySpan<int> buckets, ReadOnlySpan<T> rowOfBucket)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (_distinct.Length <= buckets.Length)
            (_distinct, _factors) = (new int[2 * buckets.Length], new float[2 * buckets.Length]);
        _count = 0;
        _counts[rows] = 1;
        foreach (var bucket in buckets)
        {
            // Whether an n-gram is a new one is as good as chance, so the loop advances without asking.
            var row = int.CreateTruncating(rowOfBucket[bucket]);
            _distinct[_count] = row;
            _count += _counts[row]++ == 0 ? 1 : 0;
        }

        _counts[rows] = 0;
    }

    /// <summary>What each of <see cref="Distinct"/> weighs by how often it occurs, which is forgotten with that.</summary>
    public ReadOnlySpan<float> Factors()
    {
        for (var at = 0; at < _count; at++)
            _factors[at] = TextCounts.TermFrequency(Take(_distinct[at]));
        return _factors.AsSpan(0, _count);
    }

    /// <summary>How often a row occurs; it is forgotten with that.</summary>
    public int Take(int row)
    {
        var count = _counts[row];
        _counts[row] = 0;
        return count;
    }
}
