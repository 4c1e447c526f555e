using MoECollab.Encoders;
using MoECollab.Inputs;
using MoECollab.Packaging.Homes;
using MoECollab.Training.Fitting;
using MoECollab.Weights;

namespace MoECollab.Training.RoutingKeys;

/// <summary>What an expert ships so that a gate which was never trained on it can find it: centroids of its training data in the encoder's space.</summary>
internal static class RoutingKey
{
    /// <summary>The file beside a package's manifest.</summary>
    public const string FileName = "routing_key.safetensors";

    /// <summary>The tensor in it, [m, d].</summary>
    public const string TensorName = "keys";

    /// <summary>Most centroids of one expert.</summary>
    public const int MostKeys = 4;

    private const int MostRows = 5_000;

    /// <summary>Where it lies in a package's folder.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, PackageLayout.ContentFolder, FileName);

    /// <summary>Computes the centroids and writes them.</summary>
    /// <param name="folder">The package's folder.</param>
    /// <param name="encoder">The frozen encoder.</param>
    /// <param name="examples">The expert's training examples, at least one; a seeded sample of 5,000 is used.</param>
    /// <param name="count">Centroids wanted, 1 to 4.</param>
    /// <param name="seed">Source of sample and starts.</param>
    public static void Write(string folder, IEncoder encoder, IReadOnlyList<LabelledInput> examples, int count, long seed)
    {
        var order = new SeededStream(seed).Order(examples.Count);
        var inputs = order.Take(MostRows).Select(row => examples[row].Input).ToList();
        using var encoded = EncodedInputs.Encode(encoder, inputs, null);
        var dimension = encoder.Description.HiddenSize;
        var keys = KMeans.Centres(encoded.ToArray(), dimension, Math.Min(count, MostKeys), seed);
        WeightWriter.Write(PathIn(folder), [NamedWeights.Of(TensorName, keys, keys.Length / dimension, dimension)]);
    }
}
