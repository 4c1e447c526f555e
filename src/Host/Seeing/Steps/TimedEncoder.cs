using MoECollab.Encoders;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Host.Seeing.Steps;

/// <summary>An encoder whose passes are timed. The package owns the encoder, so disposing this does nothing.</summary>
internal class TimedEncoder(IEncoder encoder, StepTimes times) : IEncoder
{
    public EncoderDescription Description => encoder.Description;

    public long ParameterCount => encoder.ParameterCount;

    protected StepTimes Times => times;

    protected string Id { get; } = encoder.Description.Id;

    public static IEncoder Of(IEncoder encoder, StepTimes times) => encoder switch
    {
        IDirectBatchEncoder batch => new TimedDirectBatchEncoder(batch, times),
        IDirectEncoder direct => new TimedDirectEncoder(direct, times),
        _ => new TimedEncoder(encoder, times),
    };

    public Tensor Encode(IReadOnlyList<RawInput> inputs)
    {
        var began = times.Now;
        var hidden = encoder.Encode(inputs);
        times.Encoded(Id, began, inputs.Count);
        return hidden;
    }

    public long MultiplyAdds(RawInput input) => encoder.MultiplyAdds(input);

    public void Dispose()
    {
    }
}
