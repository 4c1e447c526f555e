using MoECollab.AdapterExpert.Modules;
using MoECollab.AdapterExpert.Options;
using MoECollab.Errors;
using MoECollab.Experts;
using MoECollab.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.AdapterExpert;

/// <summary>Makes experts of this family: adapter, linear or feed-forward.</summary>
/// <param name="kind">The kind where neither the options nor the weight file name one.</param>
internal sealed class AdapterExpertFactory(AdapterKind kind) : ITrainableExpertFactory
{
    /// <summary>The weights inside the package.</summary>
    public const string WeightsPath = "moe/adapter_model.safetensors";

    private static readonly Dictionary<string, string> Nothing = [];

    /// <inheritdoc/>
    public IExpert Create(ExpertContext context)
    {
        RequireLabels(context);
        using var weights = context.Files.OpenWeights(WeightsPath);
        var options = AdapterOptions.Read(context.Options, weights.Metadata, kind);
        var shape = AdapterShape.Of(weights, options.Kind, context.Encoder.HiddenSize, context.Labels.Count);
        var module = new AdapterModule(shape, options.Activation);
        try
        {
            Load(module, weights);
            var expert = new AdapterExpert(context.Labels, shape, options, Place(module, context.Device));
            if (context.Device.type == DeviceType.CPU)
                expert.Pack();
            return expert;
        }
        catch
        {
            module.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IDifferentiableExpert CreateUntrained(ExpertContext context)
    {
        RequireLabels(context);
        var options = AdapterOptions.Read(context.Options, Nothing, kind);
        var shape = AdapterShape.Of(options, context.Encoder.HiddenSize, context.Labels.Count);
        return new AdapterExpert(context.Labels, shape, options, Place(new AdapterModule(shape, options.Activation), context.Device));
    }

    private static AdapterModule Place(AdapterModule module, Device device)
    {
        module.to(device);
        module.eval();
        return module;
    }

    private static void Load(AdapterModule module, WeightFile weights)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in module.named_parameters())
            parameter.copy_(weights.ToTensor(name, CPU));
    }

    private static void RequireLabels(ExpertContext context)
    {
        if (context.Labels.Count == 0)
            throw new MoECollabException("labels-missing", $"{context.Id} {context.Version} has no labels; expected moe/labels.json with one label per class.");
    }
}
