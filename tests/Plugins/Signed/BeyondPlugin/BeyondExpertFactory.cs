using MoECollab.Experts;
using MoECollab.Packages;
using static TorchSharp.torch;

namespace BeyondPlugin;

/// <summary>Uses members that the original or a newer contract has and this host lacks.</summary>
[ExpertExport("signed.beyond", "1.0.0")]
public sealed class BeyondExpertFactory : IExpertFactory
{
    public IExpert Create(ExpertContext context)
    {
        using var one = ones([1], ScalarType.Float32, context.Device);
        using var function = only_in_the_original(one, 2);
        using var method = one.only_in_the_original();
        throw new InvalidOperationException($"it was never to be loaded {OnlyInANewerContract.Answer()}");
    }
}
