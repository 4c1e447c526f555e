using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Mixture.Kinds;
using MoECollab.Training.Experts;
using MoECollab.Training.Fitting;
using MoECollab.Training.Gates;
using MoECollab.Training.Joint;
using MoECollab.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Studies.Utilisation;

/// <summary>Trains eight adapters that all know every label together with a gate, and watches whom the gate prefers.</summary>
internal sealed class JointMixture : IDisposable
{
    public const int Experts = 8;
    public const int Rank = 8;
    public const int Epochs = 15;
    public const int Batch = 128;
    private const string Version = "1.0.0";

    private readonly ITrainableScorer _scorer;
    private readonly List<IDifferentiableExpert> _experts = [];
    private readonly List<IReadOnlyList<double>> _loads = [];

    private JointMixture(JointData data, Regularisation regularisation, StudyRun run, long seed)
    {
        var training = Training(data, regularisation, run, seed);
        manual_seed(new SeededStream(seed).Seed());
        var factory = (ITrainableExpertFactory)BuiltInKinds.Find("adapter");
        IReadOnlyList<JointExpert> experts = [.. JointData.Ids.Select(id => new JointExpert(new ExpertName(id, Version), factory, data.Labels, run.WorkFolder))];
        foreach (var expert in experts) _experts.Add(factory.CreateUntrained(ContextOf(expert.Name, data, training)));
        _scorer = (ITrainableScorer)GatingRegistry.BuiltIn.Find<IScorer>(regularisation.Scorer).Create(GateContexts.Of(training, JointData.Ids, NoOptions, NoFiles.Instance));
        Fit(data, regularisation, training, experts, seed);
    }

    private static IReadOnlyDictionary<string, string> NoOptions { get; } = new Dictionary<string, string>();

    /// <summary>After each epoch, the share of validation rows for which each expert scores highest.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Loads => _loads;

    public static JointMixture Train(JointData data, Regularisation regularisation, StudyRun run, long seed) => new(data, regularisation, run, seed);

    /// <summary>Gate weights [rows × experts] and the class that the soft mixture and the highest-scored expert name.</summary>
    public (float[] Weights, int[] Soft, int[] Top) Answer(PooledInputs inputs)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var request = inputs.Run(0, inputs.Count);
        var weights = _scorer.Logits(request).softmax(1);                                           // [n, N]
        var batch = new ExpertBatch(request.Inputs, request.Hidden);
        var each = stack(_experts.Select(expert => expert.Logits(batch).softmax(1)).ToArray(), 1);  // [n, N, C]
        var soft = (weights.unsqueeze(2) * each).sum(1).argmax(1);                                  // [n]
        var rows = arange(0, inputs.Count, ScalarType.Int64);
        var top = each.index([TensorIndex.Tensor(rows), TensorIndex.Tensor(weights.argmax(1))]).argmax(1);
        return (HostFloats.Read(weights), Whole(soft), Whole(top));
    }

    public void Dispose()
    {
        _scorer.Dispose();
        foreach (var expert in _experts) expert.Dispose();
    }

    private void Fit(JointData data, Regularisation regularisation, PooledTraining training, IReadOnlyList<JointExpert> experts, long seed)
    {
        var reader = new OptionReader(training.Options);
        var settings = FitSettings.Read(reader, new FitSettings());
        var terms = AuxiliaryTerms.Read(reader, training.Components, GateContexts.Of(training, [], NoOptions, NoFiles.Instance));
        var objective = new GateObjective(terms, regularisation.TrainTopK, seed, CPU);
        var pool = new JointPool(training, experts, data.Train, data.Dev);
        using var fit = new JointFit("study", _scorer, [.. JointData.Ids.Zip(_experts)], objective, pool);
        new FitLoop(settings, training, TimeProvider.System).Run(new WatchedFit(fit, () => _loads.Add(Load(data.Dev))));
    }

    private double[] Load(PooledInputs inputs)
    {
        using var scope = NewDisposeScope();
        var chosen = Whole(_scorer.Logits(inputs.Run(0, inputs.Count)).argmax(1));
        var load = new double[Experts];
        foreach (var expert in chosen) load[expert] += 1.0 / chosen.Length;
        return load;
    }

    private static int[] Whole(Tensor values) => [.. values.to(ScalarType.Int64).data<long>().Select(value => (int)value)];

    private static ExpertContext ContextOf(ExpertName name, JointData data, PooledTraining training) => new()
    {
        Id = name.Id,
        Version = name.Version,
        Device = new(DeviceType.CPU),
        Encoder = data.Encoder.Description,
        Files = NoFiles.Instance,
        Labels = data.Labels,
        Options = new Dictionary<string, string> { ["rank"] = Rank.ToString(CultureInfo.InvariantCulture) },
        Logger = NullLogger.Instance,
        Stopping = training.Cancellation,
    };

    private static PooledTraining Training(JointData data, Regularisation regularisation, StudyRun run, long seed) => new()
    {
        OutputFolder = run.WorkFolder,
        Device = new(DeviceType.CPU),
        Seed = seed,
        Options = new Dictionary<string, string>
        {
            ["epochs"] = Epochs.ToString(CultureInfo.InvariantCulture),
            ["patience"] = Epochs.ToString(CultureInfo.InvariantCulture),
            ["batch"] = Batch.ToString(CultureInfo.InvariantCulture),
            ["learning-rate"] = regularisation.LearningRate,
            ["lambda-entropy"] = regularisation.Entropy.ToString(CultureInfo.InvariantCulture),
            ["lambda-kl"] = regularisation.Uniformity.ToString(CultureInfo.InvariantCulture),
        },
        Logger = NullLogger.Instance,
        Cancellation = run.Plan.Cancellation,
        Examples = data.TrainExamples,
        Validation = data.DevExamples,
        Encoder = data.Encoder,
    };
}
