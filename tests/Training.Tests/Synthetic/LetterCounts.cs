using MoECollab.Gating;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Training.Tests.Synthetic;

/// <summary>Features of a gate's own: how often each of the letters a to z is in a text.</summary>
internal sealed class LetterCounts : IFeatureExtractor, IGatingFactory<IFeatureExtractor>
{
    public const int Size = 26;

    public string Name => "letters";

    public string Fingerprint => "letters-1";

    public IFeatureExtractor Create(GatingContext context) => this;

    public Tensor Extract(IReadOnlyList<RawInput> inputs, Tensor? hidden)
    {
        var counts = new float[inputs.Count * Size];
        for (var row = 0; row < inputs.Count; row++)
        {
            foreach (var letter in inputs[row].Text.Where(char.IsAsciiLetterLower)) counts[(row * Size) + letter - 'a']++;
        }

        return tensor(counts, [inputs.Count, Size]);
    }

    public void Dispose()
    {
    }
}
