using MoECollab.Experts;
using MoECollab.Packages;
using TorchSharp;
using static TorchSharp.torch;

namespace Sample.Expert_1;

[ExpertExport("sample.expert_1", "1.0.0", Domains = ["DOMAIN-1"])]
public sealed class ExpertFactory : ITrainableExpertFactory
{
    public IExpert Create(ExpertContext context)
    {
        using var weights = context.Files.OpenWeights(AdapterExpert.WeightsPath);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var module = new AdapterModule(context.Encoder.HiddenSize, context.Labels.Count);
        foreach (var (name, parameter) in module.named_parameters())
            parameter.copy_(weights.ToTensor(name, CPU));
        return new AdapterExpert(context.Labels, module.to(context.Device));
    }

    public IDifferentiableExpert CreateUntrained(ExpertContext context) =>
        new AdapterExpert(context.Labels, new AdapterModule(context.Encoder.HiddenSize, context.Labels.Count).to(context.Device));
}
