using MoECollab.Experts;
using MoECollab.Packages;

namespace FaultyPlugin;

[ExpertExport("faulty.blocking-constructor", "1.0.0")]
public sealed class BlockingConstructor : IExpertFactory
{
    public BlockingConstructor()
    {
        using var never = new ManualResetEventSlim();
        never.Wait();
    }

    public IExpert Create(ExpertContext context) => new SilentExpert();
}
