using MoECollab.Experts;
using MoECollab.Packages;

namespace FaultyPlugin;

[ExpertExport("faulty.throwing-dispose", "1.0.0")]
public sealed class ThrowingDispose : IExpertFactory
{
    public IExpert Create(ExpertContext context) => new HoldingExpert { WhenDisposed = () => throw new FaultyException("not now") };
}
