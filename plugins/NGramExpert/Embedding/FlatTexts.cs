using MoECollab.Text;

namespace MoECollab.NGramExpert.Embedding;

/// <summary>The n-gram ids of many texts, one after another in one array.</summary>
internal sealed class FlatTexts
{
    private readonly int[] _starts;
    private readonly int[] _ids;

    /// <param name="scheme">Which n-grams.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="known">Those that have a row, whose numbers then stand in place of the ids, without the others; null for all.</param>
    /// <param name="cancellation">Stops it.</param>
    public FlatTexts(NGramScheme scheme, IReadOnlyList<string> texts, NGramVocabulary? known, CancellationToken cancellation)
    {
        var rows = new int[256];
        var extractor = new NGramExtractor(scheme);
        _starts = new int[texts.Count + 1];
        var all = new int[1 << 16];
        for (var text = 0; text < texts.Count; text++)
        {
            cancellation.ThrowIfCancellationRequested();
            var ids = KnownRows.Of(known, extractor.Extract(texts[text]), ref rows);
            var end = _starts[text] + ids.Length;
            if (end > all.Length)
                Array.Resize(ref all, Math.Max(end, 2 * all.Length));
            ids.CopyTo(all.AsSpan(_starts[text]));
            _starts[text + 1] = end;
            Longest = Math.Max(Longest, ids.Length);
        }

        _ids = all;
    }

    public int Count => _starts.Length - 1;

    /// <summary>Ids of the longest text.</summary>
    public int Longest { get; }

    public ReadOnlySpan<int> this[int text] => _ids.AsSpan(_starts[text], _starts[text + 1] - _starts[text]);
}
