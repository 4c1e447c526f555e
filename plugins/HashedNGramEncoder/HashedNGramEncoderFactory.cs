using MoECollab.Encoders;
using MoECollab.Errors;
using MoECollab.HashedNGramEncoder.Counting;
using MoECollab.HashedNGramEncoder.Factorising;
using MoECollab.HashedNGramEncoder.Summing;
using MoECollab.Text;
using MoECollab.Training;
using MoECollab.Weights;

namespace MoECollab.HashedNGramEncoder;

/// <summary>
/// Hashed word and character n-grams, weighted by tf·idf and projected on the latent directions of the training texts. Knows texts only,
/// no labels. A training takes seconds and keeps no checkpoints: a killed one begins anew and gives the same bytes.
/// </summary>
/// <remarks>Options: see <see cref="HashedNGramOptions"/>: hidden, scheme, rows, least-texts, texts, rounds, whitening.</remarks>
internal sealed class HashedNGramEncoderFactory : ITrainableEncoderFactory
{
    /// <summary>The weights inside the package.</summary>
    public const string WeightsPath = "moe/model.safetensors";

    private const string Table = "embedding.weight";     // [rows, d]
    private const string Buckets = "embedding.buckets";  // [rows] the bucket of each row
    private const string Scheme = "scheme";

    /// <inheritdoc/>
    public IEncoder Create(EncoderContext context)
    {
        using var weights = context.Files.OpenWeights(WeightsPath);
        if (!weights.Metadata.TryGetValue(Scheme, out var fingerprint))
            throw new WeightFileException(weights.Path, $"its metadata has no '{Scheme}', so nobody knows which n-grams its rows stand for; train the encoder anew");
        var scheme = NGramScheme.Parse(fingerprint);
        var buckets = weights.Integers(Buckets, -1);
        var table = weights.Floats(Table, buckets.Length, -1);
        var hidden = (int)weights.Entries[Table].Shape[1];
        foreach (var bucket in buckets)
        {
            if ((uint)bucket >= (uint)scheme.Buckets)
                throw new WeightFileException(weights.Path, $"'{Buckets}' names bucket {bucket}; the scheme {fingerprint} has 0 to {scheme.Buckets - 1}");
        }

        var description = new EncoderDescription(context.Id, context.Version, EncoderFingerprint.Of(weights, fingerprint), hidden);
        return new Encoding.HashedNGramEncoder(description, context.Device, scheme, RowTable.Invert(buckets, scheme), table);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Train(EncoderTraining training)
    {
        var options = HashedNGramOptions.Read(training.Options);
        if (training.Texts.Count == 0)
            throw new MoECollabException("no-texts", "There are no texts to train the encoder on; give it at least a few hundred.");

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, training.Threads), CancellationToken = training.Cancellation };
        training.Progress?.Report(new TrainingProgress("counting n-grams", 0));
        var table = RowTable.Choose(training.Texts, options, training.Cancellation);
        if (table.Buckets.Length == 0)
            throw new MoECollabException("no-texts", $"No n-gram of the {training.Texts.Count} texts occurs often enough; give longer texts or more of them.");
        var counts = TextCounts.Of(Sample(training.Texts, options.Texts, training.Seed), options.Scheme, table, training.Cancellation);
        var directions = LatentDirections.Find(counts, options, training.Seed, parallel, done =>
            training.Progress?.Report(new TrainingProgress("finding latent directions", 0.2 + (0.8 * done))));
        Weigh(directions, table.Weights, options.Hidden);
        BFloat16.Round(directions);   // before anything learns on it, so that it can be read in half the memory at no difference
        Write(training.OutputFolder, table, directions, options);
        training.Progress?.Report(new TrainingProgress("encoder trained", 1));
        return new Dictionary<string, string>();
    }

    /// <summary>At most so many of the texts, drawn by the seed, in their own order.</summary>
    private static IReadOnlyList<string> Sample(IReadOnlyList<string> texts, int most, long seed)
    {
        if (texts.Count <= most)
            return texts;
        var random = new Random(unchecked((int)(seed ^ (seed >> 32))));
        var sample = new List<string>(most);
        for (var text = 0; text < texts.Count && sample.Count < most; text++)
        {
            // Algorithm S (Knuth, volume 2, section 3.4.2): each subset is equally likely.
            if (random.NextDouble() * (texts.Count - text) < most - sample.Count)
                sample.Add(texts[text]);
        }

        return sample;
    }

    /// <summary>Folds the inverse document frequencies into the table, so that encoding needs no second look-up.</summary>
    private static void Weigh(float[] directions, float[] weights, int hidden)
    {
        for (var row = 0; row < weights.Length; row++)
        {
            foreach (ref var value in directions.AsSpan(row * hidden, hidden))
                value *= weights[row];
        }
    }

    private static void Write(string folder, RowTable table, float[] values, HashedNGramOptions options)
    {
        var path = Path.Combine(folder, WeightsPath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WeightWriter.Write(
            path,
            [
                NamedWeights.Of(Table, values, table.Buckets.Length, options.Hidden),
                NamedWeights.Of(Buckets, table.Buckets, table.Buckets.Length),
            ],
            new Dictionary<string, string> { ["format"] = "pt", [Scheme] = options.Scheme.Fingerprint });
    }
}
