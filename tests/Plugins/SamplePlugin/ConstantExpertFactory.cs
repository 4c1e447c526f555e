using MoECollab.Experts;
using MoECollab.Packages;

namespace SamplePlugin;

[ExpertExport("sample.constant", "1.0.0", Domains = ["science"], Languages = ["en"])]
public sealed class ConstantExpertFactory : IExpertFactory
{
    public IExpert Create(ExpertContext context) => new ConstantExpert(context.Labels.Count > 0 ? context.Labels : ["a", "b"], context.Device);
}
