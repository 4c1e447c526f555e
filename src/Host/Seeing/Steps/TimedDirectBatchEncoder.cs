using MoECollab.Encoders;
using MoECollab.Inputs;

namespace MoECollab.Host.Seeing.Steps;

/// <summary>As <see cref="TimedDirectEncoder"/>, for an encoder that can fill host memory for a batch.</summary>
internal sealed class TimedDirectBatchEncoder(IDirectBatchEncoder encoder, StepTimes times) : TimedDirectEncoder(encoder, times), IDirectBatchEncoder
{
    public void Encode(IReadOnlyList<RawInput> inputs, Span<float> hidden)
    {
        var began = Times.Now;
        encoder.Encode(inputs, hidden);
        Times.Encoded(Id, began, inputs.Count);
    }
}
