using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Training.Fitting;
using MoECollab.Training.Gates;
using static TorchSharp.torch;

namespace MoECollab.Training.Joint;

/// <summary>Fits gate and experts together: the gradient of −log Σ g_i p_i(y|x) reaches both.</summary>
internal sealed class JointFit : IFitTask, IDisposable
{
    private const int ValidationBatch = 1024;

    private readonly ITrainableScorer _scorer;
    private readonly IReadOnlyList<IDifferentiableExpert> _experts;
    private readonly GateObjective _objective;
    private readonly PooledInputs _examples;
    private readonly PooledInputs _validation;
    private readonly ExpertTargets[] _targets;
    private readonly ExpertTargets[] _validationTargets;

    /// <summary>Borrows scorer, experts and inputs.</summary>
    public JointFit(string identity, ITrainableScorer scorer, IReadOnlyList<(string Id, IDifferentiableExpert Expert)> experts, GateObjective objective, JointPool pool)
    {
        Identity = identity;
        _scorer = scorer;
        _experts = [.. experts.Select(pair => pair.Expert)];
        _objective = objective;
        _examples = pool.Examples;
        _validation = pool.Validation;
        _targets = pool.TargetsOf(pool.Run.Examples, objective.Device);
        _validationTargets = pool.TargetsOf(pool.Run.Validation, objective.Device);
        var modules = new Dictionary<string, nn.Module> { ["gate"] = scorer.Module };
        foreach (var (id, expert) in experts) modules[$"experts/{id}"] = expert.Module;
        Modules = modules;
    }

    public string Stage => "training gate and experts together";

    public IReadOnlyDictionary<string, nn.Module> Modules { get; }

    public int Rows => _examples.Count;

    public string Identity { get; }

    public Tensor Loss(ReadOnlySpan<int> rows, double progress)
    {
        using var scope = NewDisposeScope();
        var (request, index) = _examples.Batch(rows);
        var noisy = request with { Mode = RoutingMode.Stochastic, Seed = _objective.NoiseSeed(progress) };
        var likelihoods = Likelihoods(request, _targets, index);                // [b, n]
        return _objective.Loss(_scorer.Logits(noisy), likelihoods, progress).MoveToOuterDisposeScope();
    }

    public double? Validate()
    {
        if (_validation.Count == 0) return null;
        var sum = 0.0;
        for (var start = 0; start < _validation.Count; start += ValidationBatch)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(ValidationBatch, _validation.Count - start);
            var request = _validation.Run(start, count);
            var index = arange(start, start + count, ScalarType.Int64, _objective.Device);
            sum += count * _objective.Task(_scorer.Logits(request), Likelihoods(request, _validationTargets, index)).item<float>();
        }

        return sum / _validation.Count;
    }

    public void Dispose()
    {
        foreach (var targets in _targets.Concat(_validationTargets)) targets.Dispose();
    }

    private Tensor Likelihoods(RoutingRequest request, ExpertTargets[] targets, Tensor rows)
    {
        using var scope = NewDisposeScope();
        var batch = new ExpertBatch(request.Inputs, request.Hidden);
        var columns = _experts.Select((expert, i) => targets[i].Likelihoods(expert.Logits(batch), rows)).ToArray();
        return cat(columns, 1).MoveToOuterDisposeScope();
    }
}
