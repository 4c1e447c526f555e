using MoECollab.Errors;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Gating.Composing;

/// <summary>Asks a gate's feature extractors.</summary>
public static class GateFeatures
{
    /// <summary>The features of a batch, as <see cref="RoutingRequest.Features"/> has them.</summary>
    /// <param name="extractors">With distinct names.</param>
    /// <param name="inputs">B inputs.</param>
    /// <param name="hidden">Their hidden vectors [B, d], or null; borrowed.</param>
    /// <returns>By extractor's name, each [B, …]; the tensors belong to the caller's dispose scope.</returns>
    /// <exception cref="MoECollabException"><c>feature-output</c>: an extractor returned another number of rows.</exception>
    public static IReadOnlyDictionary<string, Tensor> Extract(IReadOnlyList<IFeatureExtractor> extractors, IReadOnlyList<RawInput> inputs, Tensor? hidden)
    {
        var features = new Dictionary<string, Tensor>(extractors.Count, StringComparer.Ordinal);
        foreach (var extractor in extractors)
        {
            var values = extractor.Extract(inputs, hidden);
            if (values.dim() == 0 || values.shape[0] != inputs.Count)
            {
                throw new MoECollabException(
                    "feature-output", $"The feature extractor '{extractor.Name}' returned shape [{string.Join(", ", values.shape)}] for {inputs.Count} inputs; expected [{inputs.Count}, …]. Use another version of it.");
            }

            features.Add(extractor.Name, values);
        }

        return features;
    }
}
