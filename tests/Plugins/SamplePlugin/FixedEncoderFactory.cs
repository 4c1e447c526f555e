using MoECollab.Encoders;
using MoECollab.Packages;

namespace SamplePlugin;

[EncoderExport("sample.encoder", "1.0.0")]
public sealed class FixedEncoderFactory : IEncoderFactory
{
    public IEncoder Create(EncoderContext context) => new FixedEncoder(context);
}
