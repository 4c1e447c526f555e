using MoECollab.Experts;
using MoECollab.Packages;

namespace FaultyPlugin;

[ExpertExport("faulty.empty-factory", "1.0.0")]
public sealed class EmptyFactory : IExpertFactory
{
    public IExpert Create(ExpertContext context) => null!;
}
