using MoECollab.Experts;
using MoECollab.Packages;

namespace FaultyPlugin;

/// <summary>Comes back when nobody waits any more: as soon as it is told to stop.</summary>
[ExpertExport("faulty.late-factory", "1.0.0")]
public sealed class LateFactory : IExpertFactory
{
    public IExpert Create(ExpertContext context)
    {
        context.Stopping.WaitHandle.WaitOne();
        return new HoldingExpert();
    }
}
