using MoECollab.Encoders;

namespace MoECollab.Host.Seeing.Steps;

/// <summary>As <see cref="TimedEncoder"/>, for an encoder that can fill host memory.</summary>
internal class TimedDirectEncoder(IDirectEncoder encoder, StepTimes times) : TimedEncoder(encoder, times), IDirectEncoder
{
    public void Encode(ReadOnlySpan<char> text, Span<float> hidden)
    {
        var began = Times.Now;
        encoder.Encode(text, hidden);
        Times.Encoded(Id, began, 1);
    }
}
