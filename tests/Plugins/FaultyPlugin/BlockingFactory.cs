using MoECollab.Experts;
using MoECollab.Packages;

namespace FaultyPlugin;

[ExpertExport("faulty.blocking-factory", "1.0.0")]
public sealed class BlockingFactory : IExpertFactory
{
    public IExpert Create(ExpertContext context)
    {
        using var never = new ManualResetEventSlim();
        never.Wait();
        return new SilentExpert();
    }
}
