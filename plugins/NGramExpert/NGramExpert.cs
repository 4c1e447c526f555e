using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.NGramExpert.Models;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace MoECollab.NGramExpert;

/// <summary>Answers from the text alone, by n-grams of its own. It works in host memory, which for a few hundred sparse rows is faster than any device.</summary>
internal sealed class NGramExpert(IReadOnlyList<string> labels, INGramModel model, Device device) : IDirectExpert, ICountsWork
{
    /// <inheritdoc/>
    public OutputSpace Output { get; } = new ClassSpace(labels);

    /// <inheritdoc/>
    public ExpertTraits Traits { get; } = new()
    {
        Needs = InputNeeds.Text,
        ParameterCount = model.ParameterCount,
        WeightBytes = model.WeightBytes,
    };

    /// <inheritdoc/>
    public ExpertOutput Run(ExpertBatch batch)
    {
        var probabilities = new float[batch.Inputs.Count * labels.Count];   // [B, C]
        for (var row = 0; row < batch.Inputs.Count; row++)
        {
            batch.Cancellation.ThrowIfCancellationRequested();
            model.Probabilities(batch.Inputs[row].Text, probabilities.AsSpan(row * labels.Count, labels.Count));
        }

        return ExpertOutput.FromProbabilities(tensor(probabilities, [batch.Inputs.Count, labels.Count], device: device));
    }

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, Span<float> probabilities) => model.Probabilities(text, probabilities);

    /// <inheritdoc/>
    public long MultiplyAdds(RawInput input) => model.MultiplyAdds(input.Text);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Arrays only: nothing native to free.
    }
}
