using MoECollab.Gating;
using MoECollab.Gating.Numerics;
using MoECollab.Inputs;
using MoECollab.Weights;
using static TorchSharp.torch;

namespace MoECollab.Training.Tests.Synthetic;

/// <summary>A linear scorer over the feature <c>letters</c> alone.</summary>
internal sealed class FeatureScorer : ITrainableScorer, IGatingFactory<IScorer>
{
    private const string WeightsPath = "moe/scorer.safetensors";

    private readonly TorchSharp.Modules.Linear _layer = nn.Linear(LetterCounts.Size, 2);

    public nn.Module Module => _layer;

    public InputNeeds Needs => InputNeeds.None;

    public IReadOnlyList<string> TrainedFor { get; private init; } = [];

    public long ParameterCount => (LetterCounts.Size + 1) * 2;

    public IScorer Create(GatingContext context)
    {
        var scorer = new FeatureScorer { TrainedFor = context.TrainedFor };
        if (context.Files.Exists(WeightsPath))
        {
            using var frozen = no_grad();
            using var file = context.Files.OpenWeights(WeightsPath);
            using var weight = tensor(file.Floats("weight", 2, LetterCounts.Size).ToArray(), [2, LetterCounts.Size]);
            using var bias = tensor(file.Floats("bias", 2).ToArray());
            scorer._layer.weight.copy_(weight);
            scorer._layer.bias!.copy_(bias);
        }

        return scorer;
    }

    public Tensor Logits(RoutingRequest request) => _layer.forward(request.Features["letters"]);

    public ScoreTable Score(RoutingRequest request)
    {
        using var scope = NewDisposeScope();
        var table = new ScoreTable(request.Inputs.Count, 2);
        HostMemory.Read(Logits(request)).CopyTo(table.Values);
        return table;
    }

    public void Save(string folder) =>
        WeightWriter.Write(Path.Combine(folder, WeightsPath), [WeightWriter.From("weight", _layer.weight), WeightWriter.From("bias", _layer.bias!)], new Dictionary<string, string>());

    public long MultiplyAdds(RawInput input, ExpertSnapshot experts) => 2 * LetterCounts.Size;

    public void Dispose() => _layer.Dispose();
}
