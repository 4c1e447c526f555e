using System.Globalization;
using System.Security.Cryptography;
using MoECollab.Encoders;
using MoECollab.Errors;
using MoECollab.Training;
using MoECollab.TransformerEncoder.Contrasting;
using MoECollab.TransformerEncoder.Encoding;
using MoECollab.TransformerEncoder.Networks;
using MoECollab.TransformerEncoder.Tokenising;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TransformerEncoder;

/// <summary>A small transformer, trained from scratch by telling incomplete views of texts apart. Knows texts only, no labels.</summary>
/// <remarks>Options: see <see cref="TransformerOptions"/>.</remarks>
internal sealed class TransformerEncoderFactory : ITrainableEncoderFactory
{
    /// <summary>The weights inside the package.</summary>
    public const string WeightsPath = "moe/model.safetensors";

    private const string Tokeniser = "tokeniser";
    private const string Heads = "heads";

    /// <inheritdoc/>
    public IEncoder Create(EncoderContext context)
    {
        using var weights = context.Files.OpenWeights(WeightsPath);
        if (!weights.Metadata.TryGetValue(Tokeniser, out var fingerprint))
            throw new WeightFileException(weights.Path, $"its metadata has no '{Tokeniser}', so nobody knows which pieces its rows stand for; train the encoder anew");
        if (!int.TryParse(weights.Metadata.GetValueOrDefault(Heads), NumberStyles.None, CultureInfo.InvariantCulture, out var heads) || heads < 1)
            throw new WeightFileException(weights.Path, $"its metadata has no number of '{Heads}'; train the encoder anew");

        var tokeniser = PieceTokeniser.Parse(fingerprint);
        _ = weights.Floats("embedding.weight", tokeniser.Size, -1);
        var hidden = (int)weights.Entries["embedding.weight"].Shape[1];
        if (hidden % heads != 0)
            throw new WeightFileException(weights.Path, $"{heads} heads do not divide the hidden size {hidden}");
        var layers = weights.Entries.Keys.Count(name => name.EndsWith(".self_attn.in_proj_weight", StringComparison.Ordinal));
        var shape = new TransformerShape(tokeniser.Size, tokeniser.Length, hidden, layers, heads);
        // Attention also sees the head count, which no tensor's shape tells: it is part of what identifies the encoder.
        var description = new EncoderDescription(context.Id, context.Version, EncoderFingerprint.Of(weights, $"{fingerprint}-h{heads}"), hidden);
        var network = new TextTransformer(shape, dropout: 0);
        try
        {
            NetworkWeights.Load(network, weights);
            network.to(context.Device);
            network.eval();
            return new TransformerTextEncoder(description, context.Device, tokeniser, shape, network);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Train(EncoderTraining training)
    {
        var options = TransformerOptions.Read(training.Options);
        if (training.Texts.Count < 2)
            throw new MoECollabException("no-texts", $"There are {training.Texts.Count} texts to train the encoder on; telling texts apart takes two, and a useful encoder thousands.");

        var threads = get_num_threads();
        set_num_threads(Math.Max(1, training.Threads));
        try
        {
            var tokeniser = new PieceTokeniser(options.Pieces, options.Length);
            var shape = new TransformerShape(tokeniser.Size, tokeniser.Length, options.Hidden, options.Layers, options.Heads);
            manual_seed(training.Seed);
            using var network = new TextTransformer(shape, options.Dropout);
            network.to(training.Device);
            int[][] texts = [.. training.Texts.Select(text => tokeniser.Read(text))];
            ContrastiveTraining.Run(network, texts, options, training, Purpose(training, options));
            NetworkWeights.Save(network, Path.Combine(training.OutputFolder, WeightsPath), new Dictionary<string, string>
            {
                ["format"] = "pt",
                [Tokeniser] = tokeniser.Fingerprint,
                [Heads] = options.Heads.ToString(CultureInfo.InvariantCulture),
            });
        }
        finally
        {
            set_num_threads(threads);
        }

        return new Dictionary<string, string>();
    }

    private static string Purpose(EncoderTraining training, TransformerOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{training.Seed}\0{options}\0")));
        foreach (var text in training.Texts)
            hash.AppendData(SHA256.HashData(System.Text.Encoding.Unicode.GetBytes(text)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
