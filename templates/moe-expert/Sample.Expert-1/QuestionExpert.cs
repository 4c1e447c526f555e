using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Outputs;
using MoECollab.Packages;
using static TorchSharp.torch;

namespace Sample.Expert_1;

[ExpertExport("sample.expert_1", "1.0.0", Domains = ["DOMAIN-1"])]
public sealed class ExpertFactory : IExpertFactory
{
    public IExpert Create(ExpertContext context) => new QuestionExpert(context.Labels, context.Device);
}

internal sealed class QuestionExpert(IReadOnlyList<string> labels, Device device) : IExpert
{
    public OutputSpace Output { get; } = new ClassSpace(labels);

    public ExpertTraits Traits { get; } = new() { Needs = InputNeeds.Text };

    public ExpertOutput Run(ExpertBatch batch)
    {
        float[] rows = [.. batch.Inputs.SelectMany(input => input.Text.Contains('?') ? new[] { 0.9f, 0.1f } : [0.1f, 0.9f])];
        return ExpertOutput.FromProbabilities(tensor(rows, [batch.Inputs.Count, 2], device: device));
    }

    public void Dispose() { }
}
