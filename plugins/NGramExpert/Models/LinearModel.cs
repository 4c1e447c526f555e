using MoECollab.Text;

namespace MoECollab.NGramExpert.Models;

/// <summary>A linear classifier over weighted n-grams.</summary>
internal sealed class LinearModel(NGramClassifier classifier) : INGramModel
{
    public int Classes => classifier.Classes;

    public long ParameterCount => classifier.ParameterCount;

    public long WeightBytes => classifier.WeightBytes;

    public void Probabilities(ReadOnlySpan<char> text, Span<float> probabilities) => classifier.Probabilities(text, probabilities);

    public long MultiplyAdds(ReadOnlySpan<char> text) => classifier.MultiplyAdds(text);
}
