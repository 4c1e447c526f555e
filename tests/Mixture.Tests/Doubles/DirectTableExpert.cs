using MoECollab.Experts;

namespace MoECollab.Mixture.Tests.Doubles;

internal sealed class DirectTableExpert(IReadOnlyList<string> labels, Func<string, float[]> answer) : TableExpert(labels, answer), IDirectExpert
{
    public void Run(ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, Span<float> probabilities)
    {
        ExecutedRows++;
        AnswerOf(text.ToString()).CopyTo(probabilities);
    }
}
