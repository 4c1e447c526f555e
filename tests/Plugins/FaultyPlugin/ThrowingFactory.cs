using MoECollab.Experts;
using MoECollab.Packages;

namespace FaultyPlugin;

[ExpertExport("faulty.throwing-factory", "1.0.0")]
public sealed class ThrowingFactory : IExpertFactory
{
    public IExpert Create(ExpertContext context) => throw new FaultyException("the weights are gone");
}
