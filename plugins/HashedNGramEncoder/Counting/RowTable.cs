using MoECollab.Text;

namespace MoECollab.HashedNGramEncoder.Counting;

/// <summary>Which buckets of the hash get a row of the table, and how much a row weighs. Rare n-grams say nothing that carries over, so they get none.</summary>
/// <param name="Buckets">The bucket of each row, ascending.</param>
/// <param name="Weights">Inverse document frequency of each row: ln((1 + n) / (1 + df)) + 1, less for character n-grams.</param>
internal sealed record RowTable(int[] Buckets, float[] Weights)
{
    /// <summary>The row of each bucket of the scheme, or −1.</summary>
    /// <param name="buckets">The bucket of each row.</param>
    /// <param name="scheme">Says how many buckets there are.</param>
    public static int[] Invert(ReadOnlySpan<int> buckets, NGramScheme scheme)
    {
        var rows = new int[scheme.Buckets];
        Array.Fill(rows, -1);
        for (var row = 0; row < buckets.Length; row++)
            rows[buckets[row]] = row;
        return rows;
    }

    /// <summary>Counts in how many texts each bucket occurs and keeps the most frequent ones, ties by bucket.</summary>
    public static RowTable Choose(IReadOnlyList<string> texts, HashedNGramOptions options, CancellationToken cancellation)
    {
        var documents = new int[options.Scheme.Buckets];
        var lastSeen = new int[options.Scheme.Buckets];
        var characters = new bool[options.Scheme.Buckets];
        var extractor = new NGramExtractor(options.Scheme);
        for (var text = 0; text < texts.Count; text++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var bucket in extractor.Extract(texts[text]))
            {
                if (lastSeen[bucket] == text + 1)
                    continue;
                lastSeen[bucket] = text + 1;
                documents[bucket]++;
            }

            foreach (var bucket in extractor.CharacterIds)
                characters[bucket] = true;
        }

        // A corpus too small for the threshold still gives an encoder: of what is there, everything counts.
        var least = Math.Min(options.LeastTexts, Math.Max(1, texts.Count / 10));
        int[] kept = [.. Enumerable.Range(0, documents.Length)
            .Where(bucket => documents[bucket] >= least)
            .OrderByDescending(bucket => documents[bucket]).ThenBy(bucket => bucket)
            .Take(options.Rows).Order()];
        var weights = new float[kept.Length];
        for (var row = 0; row < kept.Length; row++)
        {
            var weight = Math.Log((1.0 + texts.Count) / (1.0 + documents[kept[row]])) + 1;
            weights[row] = (float)(characters[kept[row]] ? weight * options.CharacterWeight : weight);
        }

        return new RowTable(kept, weights);
    }
}
