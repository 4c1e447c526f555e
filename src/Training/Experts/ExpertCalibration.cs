using System.Globalization;
using MoECollab.Experts;
using MoECollab.Packaging.Files;
using MoECollab.Training.Calibration;
using MoECollab.Training.Fitting;
using MoECollab.Training.RoutingKeys;

namespace MoECollab.Training.Experts;

/// <summary>Calibrates an expert whose weights are written, and gathers what its manifest must say.</summary>
internal static class ExpertCalibration
{
    /// <summary>The option by which an expert is told what to divide its logits by.</summary>
    public const string TemperatureOption = "temperature";

    // As many as one batch, so that equal weights give equal bytes.
    private const int ProbedRows = 256;

    /// <summary>Reads the expert back from its folder as a host would, and finds its temperature on what it says of the validation examples.</summary>
    public static TrainedExpert Finish(IExpertFactory factory, ExpertName name, ExpertTraining run, IReadOnlyDictionary<string, string> options, int? epochs)
    {
        using var expert = Open(factory, name, run, options);
        using var hidden = ExpertScores.Encode([expert.Traits.Needs], run.Encoder, [.. run.Validation.Select(example => example.Input)], null, run.Cancellation);
        var scores = Score(name.Id, expert, run, hidden, run.Validation.Count);
        var (final, temperature) = Calibrated(factory, name, run, options, scores, hidden);
        return new TrainedExpert
        {
            Id = name.Id,
            Version = name.Version,
            Domains = name.Domains,
            Labels = run.Labels,
            Options = final,
            Encoder = run.Encoder?.Description,
            HasRoutingKey = File.Exists(RoutingKey.PathIn(run.OutputFolder)),
            ParameterCount = expert.Traits.ParameterCount,
            WeightBytes = expert.Traits.WeightBytes,
            MultiplyAdds = expert.Traits.MultiplyAdds,
            Examples = run.Examples.Count,
            ValidationExamples = scores.Rows,
            Epochs = epochs,
            Temperature = temperature,
            ValidationAccuracy = scores.Rows > 0 ? scores.Accuracy() : null,
            ValidationLoss = scores.Rows > 0 ? scores.NegativeLogLikelihood(temperature) : null,
            Seed = run.Seed,
        };
    }

    private static (IReadOnlyDictionary<string, string> Options, double Temperature) Calibrated(
        IExpertFactory factory, ExpertName name, ExpertTraining run, IReadOnlyDictionary<string, string> options, ValidationLogits scores, EncodedInputs? hidden)
    {
        // An expert that calibrated itself says so by the option; it is not done twice.
        if (scores.Rows == 0 || options.ContainsKey(TemperatureOption)) return (options, 1);
        var temperature = TemperatureFit.Minimise(scores.NegativeLogLikelihood);
        var calibrated = new Dictionary<string, string>(options, StringComparer.OrdinalIgnoreCase) { [TemperatureOption] = temperature.ToString("R", CultureInfo.InvariantCulture) };
        using var expert = Open(factory, name, run, calibrated);
        // An expert that calibrates in its weights does not read the option, and a figure that changes nothing does not belong in its manifest.
        var again = Score(name.Id, expert, run, hidden, Math.Min(ProbedRows, scores.Rows));
        return again.Values.AsSpan().SequenceEqual(scores.Values.AsSpan(0, again.Values.Length)) ? (options, 1) : (calibrated, temperature);
    }

    private static IExpert Open(IExpertFactory factory, ExpertName name, ExpertTraining run, IReadOnlyDictionary<string, string> options) =>
        factory.Create(ExpertContexts.Of(name, run, options, new PackageFiles(run.OutputFolder)));

    private static ValidationLogits Score(string id, IExpert expert, ExpertTraining run, EncodedInputs? hidden, int rows)
    {
        var labels = run.Labels.ToList();
        var inputs = run.Validation.Take(rows).Select(example => example.Input).ToList();
        var values = new float[inputs.Count * labels.Count];
        ExpertScores.Probabilities(id, expert, inputs, hidden, (row, probabilities) =>
        {
            for (var c = 0; c < probabilities.Length; c++) values[(row * probabilities.Length) + c] = MathF.Log(probabilities[c]);
        });
        var classOf = labels.Select((label, index) => (label, index)).ToDictionary(pair => pair.label, pair => pair.index, StringComparer.Ordinal);
        return new ValidationLogits(values, labels.Count, [.. run.Validation.Take(rows).Select(example => classOf[example.Label])]);
    }
}
