using MoECollab.Text;

namespace MoECollab.HashedNGramEncoder.Encoding;

/// <summary>What one call of the encoder needs; kept between calls, so that a warm call allocates nothing.</summary>
/// <param name="scheme">The n-grams.</param>
internal sealed class EncodingBuffers(NGramScheme scheme)
{
    private int[] _rows = new int[512];

    /// <summary>Reads the n-grams.</summary>
    public NGramExtractor Extractor { get; } = new(scheme);

    /// <summary>Room for one row number per n-gram.</summary>
    /// <param name="count">Number of n-grams.</param>
    public Span<int> Rows(int count)
    {
        if (_rows.Length < count)
            _rows = new int[Math.Max(count, 2 * _rows.Length)];
        return _rows.AsSpan(0, count);
    }
}
