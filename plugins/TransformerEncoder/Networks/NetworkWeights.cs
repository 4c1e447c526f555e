using MoECollab.Errors;
using MoECollab.Weights;
using static TorchSharp.torch;

namespace MoECollab.TransformerEncoder.Networks;

/// <summary>The network's parameters in a weight file, under PyTorch's names.</summary>
internal static class NetworkWeights
{
    /// <summary>Writes all parameters.</summary>
    public static void Save(TextTransformer network, string path, IReadOnlyDictionary<string, string> metadata)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WeightWriter.Write(path, network.named_parameters().Select(entry => WeightWriter.From(entry.name, entry.parameter)), metadata);
    }

    /// <summary>Reads all parameters.</summary>
    /// <exception cref="WeightFileException">A tensor is missing, superfluous or of another shape.</exception>
    public static void Load(TextTransformer network, WeightFile weights)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var parameters = network.named_parameters().ToArray();
        foreach (var (name, parameter) in parameters)
        {
            _ = weights.Floats(name, parameter.shape);
            parameter.copy_(weights.ToTensor(name, CPU));
        }

        string[] superfluous = [.. weights.Entries.Keys.Except(parameters.Select(entry => entry.name), StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (superfluous.Length > 0)
            throw new WeightFileException(weights.Path, $"it also holds {string.Join(", ", superfluous)}, which this network does not have");
    }
}
