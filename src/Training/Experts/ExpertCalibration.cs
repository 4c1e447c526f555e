using System.Globalization;
using MoECollab.Experts;
using MoECollab.Packaging.Files;
using MoECollab.Training.Calibration;
using MoECollab.Training.RoutingKeys;

namespace MoECollab.Training.Experts;

/// <summary>Calibrates an expert whose weights are written, and gathers what its manifest must say.</summary>
internal static class ExpertCalibration
{
    /// <summary>The option by which an expert is told what to divide its logits by.</summary>
    public const string TemperatureOption = "temperature";

    /// <summary>Reads the expert back from its folder as a host would, and finds its temperature on what it says of the validation examples.</summary>
    public static TrainedExpert Finish(IExpertFactory factory, ExpertName name, ExpertTraining run, IReadOnlyDictionary<string, string> options, int? epochs)
    {
        using var expert = factory.Create(ExpertContexts.Of(name, run, options, new PackageFiles(run.OutputFolder)));
        var scores = Score(name.Id, expert, run);
        // An expert that calibrated itself says so by the option; it is not done twice.
        var calibrates = scores.Rows > 0 && !options.ContainsKey(TemperatureOption);
        var temperature = calibrates ? TemperatureFit.Minimise(scores.NegativeLogLikelihood) : 1;
        var final = new Dictionary<string, string>(options, StringComparer.OrdinalIgnoreCase);
        if (calibrates) final[TemperatureOption] = temperature.ToString("R", CultureInfo.InvariantCulture);
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

    private static ValidationLogits Score(string id, IExpert expert, ExpertTraining run)
    {
        var labels = run.Labels.ToList();
        var inputs = run.Validation.Select(example => example.Input).ToList();
        using var hidden = ExpertScores.Encode([expert.Traits.Needs], run.Encoder, inputs, null, run.Cancellation);
        var values = new float[inputs.Count * labels.Count];
        ExpertScores.Probabilities(id, expert, inputs, hidden, (row, probabilities) =>
        {
            for (var c = 0; c < probabilities.Length; c++) values[(row * probabilities.Length) + c] = MathF.Log(probabilities[c]);
        });
        var classOf = labels.Select((label, index) => (label, index)).ToDictionary(pair => pair.label, pair => pair.index, StringComparer.Ordinal);
        return new ValidationLogits(values, labels.Count, [.. run.Validation.Select(example => classOf[example.Label])]);
    }
}
