using MoECollab.Encoders;

namespace MoECollab.Mixture.Tests.Doubles;

internal sealed class DirectLetterEncoder(int size) : LetterEncoder(size), IDirectEncoder
{
    public void Encode(ReadOnlySpan<char> text, Span<float> hidden) => Fill(text, hidden);
}
