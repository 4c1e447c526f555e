using System.Security.Cryptography;
using System.Text;
using MoECollab.Weights;
using static TorchSharp.torch;

namespace MoECollab.Training.Fitting;

/// <summary>The weights and buffers of the modules that are fitted, under names that are distinct among all of them.</summary>
internal sealed class ModuleWeights
{
    private readonly SortedDictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    public ModuleWeights(IReadOnlyDictionary<string, nn.Module> modules)
    {
        var parameters = new SortedDictionary<string, TorchSharp.Modules.Parameter>(StringComparer.Ordinal);
        foreach (var (prefix, module) in modules)
        {
            foreach (var (name, tensor) in module.state_dict()) _tensors[$"{prefix}/{name}"] = tensor;
            foreach (var (name, parameter) in module.named_parameters())
            {
                if (parameter.requires_grad) parameters[$"{prefix}/{name}"] = parameter;
            }
        }

        Parameters = [.. parameters.Values];
    }

    /// <summary>What is learned, ordered by name.</summary>
    public IReadOnlyList<TorchSharp.Modules.Parameter> Parameters { get; }

    /// <summary>Copies of all weights and buffers.</summary>
    /// <param name="prefix">Goes before each name.</param>
    public IReadOnlyList<NamedWeights> Copy(string prefix) => [.. _tensors.Select(pair => WeightWriter.From(prefix + pair.Key, pair.Value))];

    /// <summary>Puts copied values back.</summary>
    /// <param name="weights">As <see cref="Copy"/> returned them.</param>
    /// <param name="prefix">As it was given to <see cref="Copy"/>.</param>
    public void Restore(IEnumerable<NamedWeights> weights, string prefix)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var saved in weights)
        {
            var target = _tensors[saved.Name[prefix.Length..]];
            var host = empty([.. saved.Shape], target.dtype);
            if (!saved.Bytes.IsEmpty) host.bytes = saved.Bytes.ToArray();
            target.copy_(host);
        }
    }

    /// <summary>SHA-256 over names and values, in lower-case hexadecimal.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var weights in Copy(""))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(weights.Name));
            hash.AppendData(weights.Bytes.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a file holds all of them, in their shapes and types.</summary>
    public bool Fit(WeightFile file, string prefix) => _tensors.All(pair =>
        file.Entries.TryGetValue(prefix + pair.Key, out var entry) && entry.Shape.SequenceEqual(pair.Value.shape));
}
