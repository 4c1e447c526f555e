using MoECollab.Experts;
using MoECollab.Packages;

namespace ServedPlugin;

[ExpertExport("served.fickle", "1.0.0")]
public sealed class FickleExpertFactory : IExpertFactory
{
    public IExpert Create(ExpertContext context) => new FickleExpert(context);
}
