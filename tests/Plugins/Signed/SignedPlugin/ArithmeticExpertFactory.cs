using MoECollab.Experts;
using MoECollab.Packages;

namespace SignedPlugin;

[ExpertExport("signed.arithmetic", "1.0.0")]
public sealed class ArithmeticExpertFactory : IExpertFactory
{
    public IExpert Create(ExpertContext context) => new ArithmeticExpert(context.Device);
}
