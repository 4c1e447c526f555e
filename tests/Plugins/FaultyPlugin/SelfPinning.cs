using MoECollab.Experts;
using MoECollab.Packages;

namespace FaultyPlugin;

[ExpertExport("faulty.self-pinning", "1.0.0")]
public sealed class SelfPinning : IExpertFactory
{
    public IExpert Create(ExpertContext context)
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        return new SilentExpert();
    }

    private static void OnExit(object? sender, EventArgs arguments)
    {
    }
}
