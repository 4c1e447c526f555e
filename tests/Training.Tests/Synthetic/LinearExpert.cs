using MoECollab.Experts;
using MoECollab.Outputs;
using MoECollab.Weights;
using static TorchSharp.torch;

namespace MoECollab.Training.Tests.Synthetic;

/// <summary>Dropout and one linear layer over the hidden vector.</summary>
internal sealed class LinearExpert : IDifferentiableExpert
{
    private const string File = "moe/linear.safetensors";

    private readonly TorchSharp.Modules.Sequential _layers;
    private readonly TorchSharp.Modules.Linear _linear;
    private readonly double _temperature;

    public LinearExpert(ExpertContext context)
    {
        _linear = nn.Linear(context.Encoder.HiddenSize, context.Labels.Count);
        _layers = nn.Sequential(("dropout", nn.Dropout(0.1)), ("linear", _linear));
        _temperature = context.Options.TryGetValue("temperature", out var text) ? double.Parse(text) : 1;
        Output = new ClassSpace(context.Labels);
        Traits = new ExpertTraits { ParameterCount = (context.Encoder.HiddenSize + 1) * context.Labels.Count };
        if (context.Files.Exists(File)) Read(context);
    }

    public OutputSpace Output { get; }

    public ExpertTraits Traits { get; }

    public nn.Module Module => _layers;

    public Tensor Logits(ExpertBatch batch) => _layers.call(batch.Hidden!);

    public ExpertOutput Run(ExpertBatch batch)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return ExpertOutput.FromLogits((_linear.call(batch.Hidden!) / _temperature).MoveToOuterDisposeScope());
    }

    public void Save(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "moe"));
        WeightWriter.Write(Path.Combine(folder, File), [WeightWriter.From("weight", _linear.weight!), WeightWriter.From("bias", _linear.bias!)]);
    }

    public void Dispose() => _layers.Dispose();

    private void Read(ExpertContext context)
    {
        using var file = context.Files.OpenWeights(File);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        _linear.weight!.copy_(file.ToTensor("weight", CPU));
        _linear.bias!.copy_(file.ToTensor("bias", CPU));
    }
}
