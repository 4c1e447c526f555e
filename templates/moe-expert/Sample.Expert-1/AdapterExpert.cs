using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Outputs;
using MoECollab.Weights;
using static TorchSharp.torch;

namespace Sample.Expert_1;

/// <summary>Class logits from the shared hidden vectors; the host's trainer fits the parameters by gradients.</summary>
internal sealed class AdapterExpert : IDifferentiableExpert
{
    public const string WeightsPath = "moe/adapter_model.safetensors";

    private readonly AdapterModule _module;

    public AdapterExpert(IReadOnlyList<string> labels, AdapterModule module)
    {
        _module = module;
        Output = new ClassSpace(labels);
        var parameters = module.parameters().Sum(parameter => parameter.numel());
        Traits = new ExpertTraits { Needs = InputNeeds.Hidden, ParameterCount = parameters, WeightBytes = 4 * parameters, MultiplyAdds = parameters };
    }

    public OutputSpace Output { get; }

    public ExpertTraits Traits { get; }

    public nn.Module Module => _module;

    public Tensor Logits(ExpertBatch batch) => _module.call(batch.Hidden!);   // [B, C]

    public ExpertOutput Run(ExpertBatch batch)
    {
        using var frozen = no_grad();
        return ExpertOutput.FromLogits(Logits(batch));
    }

    public void Save(string folder)
    {
        var path = Path.Combine(folder, WeightsPath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WeightWriter.Write(path, _module.named_parameters().Select(entry => WeightWriter.From(entry.name, entry.parameter)));
    }

    public void Dispose() => _module.Dispose();
}
