using MoECollab.Experts;
using MoECollab.Packages;

namespace Dependent;

/// <summary>An expert whose only label is what its private dependency says.</summary>
[ExpertExport("dependent", "1.0.0")]
public sealed class DependentExpertFactory : IExpertFactory
{
    public IExpert Create(ExpertContext context) => new DependentExpert(PrivateDependency.Edition.Name);
}
