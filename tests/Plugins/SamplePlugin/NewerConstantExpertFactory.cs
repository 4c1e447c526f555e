using MoECollab.Experts;
using MoECollab.Packages;

namespace SamplePlugin;

[ExpertExport("sample.constant", "1.10.0")]
public sealed class NewerConstantExpertFactory : IExpertFactory
{
    public IExpert Create(ExpertContext context) => new ConstantExpert(["new a", "new b"], context.Device);
}
