using MoECollab.Gating;
using MoECollab.Training.Fitting;
using static TorchSharp.torch;

namespace MoECollab.Training.Gates;

/// <summary>Fits a scorer by gradients, with the experts' likelihoods kept.</summary>
internal sealed class GateFit : IFitTask, IDisposable
{
    private const int ValidationBatch = 1024;

    private readonly ITrainableScorer _scorer;
    private readonly GateObjective _objective;
    private readonly PooledInputs _examples;
    private readonly PooledInputs _validation;
    private readonly Tensor _likelihoods;
    private readonly Tensor _validationLikelihoods;

    /// <summary>Borrows scorer and inputs; copies the likelihoods to the device.</summary>
    public GateFit(string identity, ITrainableScorer scorer, GateObjective objective, GatePool pool)
    {
        Identity = identity;
        _scorer = scorer;
        _objective = objective;
        _examples = pool.Examples;
        _validation = pool.Validation;
        _likelihoods = pool.Likelihoods.ToTensor(objective.Device);
        _validationLikelihoods = pool.ValidationLikelihoods.ToTensor(objective.Device);
        Modules = new Dictionary<string, nn.Module> { ["gate"] = scorer.Module };
    }

    public string Stage => "training the gate";

    public IReadOnlyDictionary<string, nn.Module> Modules { get; }

    public int Rows => _examples.Count;

    public string Identity { get; }

    public Tensor Loss(ReadOnlySpan<int> rows, double progress)
    {
        using var scope = NewDisposeScope();
        var (request, index) = _examples.Batch(rows);
        var noisy = request with { Mode = RoutingMode.Stochastic, Seed = _objective.NoiseSeed(progress) };
        return _objective.Loss(_scorer.Logits(noisy), _likelihoods.index_select(0, index), progress).MoveToOuterDisposeScope();
    }

    public double? Validate()
    {
        if (_validation.Count == 0) return null;
        var sum = 0.0;
        for (var start = 0; start < _validation.Count; start += ValidationBatch)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(ValidationBatch, _validation.Count - start);
            var logits = _scorer.Logits(_validation.Run(start, count));
            sum += count * _objective.Task(logits, _validationLikelihoods.narrow(0, start, count)).item<float>();
        }

        return sum / _validation.Count;
    }

    public void Dispose()
    {
        _likelihoods.Dispose();
        _validationLikelihoods.Dispose();
    }
}
