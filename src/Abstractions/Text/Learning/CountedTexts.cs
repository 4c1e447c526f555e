using System.Numerics;
using System.Runtime.CompilerServices;

namespace MoECollab.Text.Learning;

/// <summary>Texts as counted n-grams, appended one after another: tokenised once, whatever is tried on them afterwards.</summary>
internal sealed class CountedTexts(NGramScheme scheme)
{
    /// <summary>Words, lead, characters.</summary>
    public const int Kinds = 3;

    private readonly NGramExtractor _extractor = new(scheme);
    private readonly List<int> _ends = [0];   // Kinds ends a text, the first element the start of all
    private int[] _ids = new int[1 << 16];
    private byte[] _counts = new byte[1 << 16];
    private int[] _table = new int[512];
    private int _used;

    public int Count => _ends.Count / Kinds;

    public NGramScheme Scheme => scheme;

    /// <summary>The numbers of all texts, in order.</summary>
    public int[] All => [.. Enumerable.Range(0, Count)];

    public void Add(string text)
    {
        _extractor.Extract(text);
        Append(_extractor.WordIds);
        Append(_extractor.LeadIds);
        Append(_extractor.CharacterIds);
    }

    /// <summary>The different ids of one kind in one text.</summary>
    public ReadOnlySpan<int> Ids(int text, int kind)
    {
        var (start, end) = Range(text, kind);
        return _ids.AsSpan(start, end - start);
    }

    /// <summary>How often each of <see cref="Ids"/> occurs; 255 for more.</summary>
    public ReadOnlySpan<byte> Counts(int text, int kind)
    {
        var (start, end) = Range(text, kind);
        return _counts.AsSpan(start, end - start);
    }

    private (int Start, int End) Range(int text, int kind) => (_ends[(text * Kinds) + kind], _ends[(text * Kinds) + kind + 1]);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Append(ReadOnlySpan<int> ids)
    {
        if (_used + ids.Length > _ids.Length)
        {
            Array.Resize(ref _ids, Math.Max(_used + ids.Length, 2 * _ids.Length));
            Array.Resize(ref _counts, _ids.Length);
        }

        var places = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, 2 * ids.Length));
        if (_table.Length < places)
            _table = new int[places];
        var table = _table.AsSpan(0, places);
        table.Clear();
        var shift = 32 - BitOperations.Log2((uint)places);
        foreach (var id in ids)
        {
            var place = (int)((uint)id * 2654435769u >> shift);
            while (table[place] != 0 && _ids[table[place] - 1] != id)
                place = (place + 1) & (places - 1);
            if (table[place] == 0)
            {
                _ids[_used] = id;
                _counts[_used++] = 0;
                table[place] = _used;
            }

            ref var count = ref _counts[table[place] - 1];
            if (count < byte.MaxValue)
                count++;
        }

        _ends.Add(_used);
    }
}
