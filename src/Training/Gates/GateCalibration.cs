using System.Globalization;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Gating.Guarding;
using MoECollab.Inputs;
using MoECollab.Packaging.Files;
using MoECollab.Training.Calibration;
using MoECollab.Training.Experts;

namespace MoECollab.Training.Gates;

/// <summary>Sets a trained gate's temperature and its guard's threshold on validation inputs, and writes the composition.</summary>
internal sealed class GateCalibration(GateSettings settings, PooledTraining run, FrozenExperts frozen)
{
    private const int BatchSize = 256;

    /// <summary>Reads the weights back as a host would, calibrates on what they say, and writes <c>moe/gate.json</c>.</summary>
    public TrainedGate Finish(GateFile composition, GatePool pool, int? epochs)
    {
        var context = GateContexts.Of(run, composition.TrainedFor, composition.Scorer.Options, new PackageFiles(run.OutputFolder));
        using var scorer = run.Components.Find<IScorer>(composition.Scorer.Kind).Create(context);
        var routing = new RoutingValidation(Score(scorer, pool.Validation), pool.ValidationLikelihoods);
        var temperature = routing.Rows > 0 ? TemperatureFit.Minimise(routing.Loss) : 1;
        var threshold = routing.Rows > 0 ? GuardThreshold.Calibrate(routing.Highest(temperature), settings.GuardPass) : float.NegativeInfinity;
        var file = composition with
        {
            Transforms = temperature == 1 ? [] : [GateSettings.Component("temperature", "value", temperature.ToString("R", CultureInfo.InvariantCulture))],
            Guard = settings.GuardComponent(float.IsFinite(threshold) ? threshold : null),
        };
        file.Write(run.OutputFolder);
        return new TrainedGate
        {
            File = file,
            ParameterCount = scorer.ParameterCount,
            Examples = run.Examples.Count,
            Epochs = epochs,
            Temperature = temperature,
            GuardThreshold = float.IsFinite(threshold) ? threshold : null,
            ValidationLoss = routing.Rows > 0 ? routing.Loss(temperature) : null,
            RoutingAccuracy = routing.Accuracy(frozen.DomainColumns(run.Validation)),
        };
    }

    private float[] Score(IScorer scorer, PooledInputs kept)
    {
        // Vectors that only this scorer asks for have not been kept.
        using var encoded = kept.Hidden is null && scorer.Needs.HasFlag(InputNeeds.Hidden) ? Encode(kept.Extractors) : null;
        var inputs = encoded ?? kept;
        var logits = new float[inputs.Count * frozen.Ids.Count];
        for (var start = 0; start < inputs.Count; start += BatchSize)
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            var request = inputs.Run(start, Math.Min(BatchSize, inputs.Count - start));
            scorer.Score(request).Values.CopyTo(logits.AsSpan(start * frozen.Ids.Count));
        }

        return logits;
    }

    private PooledInputs Encode(IReadOnlyList<IFeatureExtractor> extractors)
    {
        var hidden = ExpertScores.Encode([InputNeeds.Hidden], run.Encoder, [.. run.Validation.Select(example => example.Input)], null, run.Cancellation);
        return new PooledInputs(frozen.Snapshot, run.Validation, hidden, run.Device) { Extractors = extractors };
    }
}
