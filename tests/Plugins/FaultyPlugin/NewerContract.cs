using MoECollab.Experts;
using MoECollab.Packages;

namespace FaultyPlugin;

[ExpertExport("faulty.newer-contract", "1.0.0", Contract = "[2.0,3.0)")]
public sealed class NewerContract : IExpertFactory
{
    public IExpert Create(ExpertContext context) => new SilentExpert();
}
