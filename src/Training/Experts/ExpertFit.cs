using MoECollab.Experts;
using MoECollab.Training.Fitting;
using static TorchSharp.torch;

namespace MoECollab.Training.Experts;

/// <summary>Fits one expert to its own examples by cross-entropy, on kept encodings.</summary>
internal sealed class ExpertFit : IFitTask, IDisposable
{
    private const int ValidationBatch = 1024;

    private readonly IDifferentiableExpert _expert;
    private readonly FitSettings _settings;
    private readonly ClassifiedInputs _examples;
    private readonly ClassifiedInputs _validation;

    public ExpertFit(string stage, string identity, IDifferentiableExpert expert, FitSettings settings, ClassifiedInputs examples, ClassifiedInputs validation)
    {
        Stage = stage;
        Identity = identity;
        _expert = expert;
        _settings = settings;
        _examples = examples;
        _validation = validation;
        Modules = new Dictionary<string, nn.Module> { ["expert"] = expert.Module };
    }

    public string Stage { get; }

    public IReadOnlyDictionary<string, nn.Module> Modules { get; }

    public int Rows => _examples.Count;

    public string Identity { get; }

    public Tensor Loss(ReadOnlySpan<int> rows, double progress)
    {
        using var scope = NewDisposeScope();
        var (batch, targets) = _examples.Batch(rows);
        var logits = _expert.Logits(batch);                                     // [b, c]
        return nn.functional.cross_entropy(logits, targets, label_smoothing: _settings.LabelSmoothing).MoveToOuterDisposeScope();
    }

    public double? Validate()
    {
        if (_validation.Count == 0) return null;
        var sum = 0.0;
        for (var start = 0; start < _validation.Count; start += ValidationBatch)
        {
            using var scope = NewDisposeScope();
            var (batch, targets) = _validation.Run(start, Math.Min(ValidationBatch, _validation.Count - start));
            sum += nn.functional.cross_entropy(_expert.Logits(batch), targets, reduction: nn.Reduction.Sum).item<float>();
        }

        return sum / _validation.Count;
    }

    public void Dispose()
    {
        _examples.Dispose();
        _validation.Dispose();
    }
}
