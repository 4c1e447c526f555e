using MoECollab.Encoders;
using MoECollab.Packages;

namespace ServedPlugin;

[EncoderExport("served.letters", "1.0.0")]
public sealed class LetterEncoderFactory : IEncoderFactory
{
    public IEncoder Create(EncoderContext context) => new LetterEncoder(context);
}
