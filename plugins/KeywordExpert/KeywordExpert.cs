using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.KeywordExpert.Rules;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace MoECollab.KeywordExpert;

/// <summary>An expert without weights: what its rules say of the raw text.</summary>
/// <param name="rules">The rules.</param>
/// <param name="device">Where answers go.</param>
internal sealed class KeywordExpert(KeywordRules rules, Device device) : IDirectExpert
{
    /// <inheritdoc/>
    public OutputSpace Output { get; } = new ClassSpace(rules.Labels);

    /// <inheritdoc/>
    public ExpertTraits Traits { get; } = new() { Needs = InputNeeds.Text, MultiplyAdds = rules.Labels.Count };

    /// <inheritdoc/>
    public ExpertOutput Run(ExpertBatch batch)
    {
        var classes = rules.Labels.Count;
        var values = new float[batch.Inputs.Count * classes];
        for (var row = 0; row < batch.Inputs.Count; row++)
            rules.Run(batch.Inputs[row].Text, values.AsSpan(row * classes, classes));
        return ExpertOutput.FromProbabilities(tensor(values, [batch.Inputs.Count, classes], device: device));   // [B, C]
    }

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, Span<float> probabilities) => rules.Run(text, probabilities);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Rules are plain objects: nothing native is held.
    }
}
