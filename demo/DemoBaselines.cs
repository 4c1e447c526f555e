using System.Globalization;
using System.Text.Json;
using MoECollab.Cli.Homes;
using MoECollab.Cli.Progress;
using MoECollab.Cli.Training;
using MoECollab.Mixture.Devices;
using MoECollab.Packaging.Homes;
using MoECollab.Studies.Baselines;
using MoECollab.Training.Measuring;

namespace MoECollab.Demo;

/// <summary>What the demo's mixture is compared with: one model of equal size over all labels, and fastText.</summary>
internal sealed class DemoBaselines(DemoFolder folder, DemoData data, DeviceChoice device, StageProgress progress)
{
    private const string MonolithId = "monolith";

    /// <summary>fastText's answers to the test rows, kept from an earlier run where there are any.</summary>
    public async Task<FastTextResult> FastTextAsync(CancellationToken cancellation)
    {
        var kept = Path.Combine(folder.Baselines, "fasttext.json");
        if (File.Exists(kept))
        {
            progress.Say("fastText's answers are kept from an earlier run");
            await using var file = File.OpenRead(kept);
            return (await JsonSerializer.DeserializeAsync(file, DemoJson.Default.FastTextResult, cancellation))!;
        }

        progress.Say("fastText trains beside all this, in a process of its own");
        // It tunes nothing, so it learns from the validation rows as well.
        var result = await new FastTextBaseline(new FastTextSettings()).RunAsync([.. data.Train, .. data.Dev], data.TestInputs, folder.Baselines, cancellation);
        progress.Say(result.Absent is { } why ? $"no comparison with fastText: {why}" : $"fastText has finished ({result.TrainingCpuSeconds:F0} CPU seconds)");
        if (result.Absent is null)
        {
            await File.WriteAllBytesAsync(kept + ".partial", JsonSerializer.SerializeToUtf8Bytes(result, DemoJson.Default.FastTextResult), cancellation);
            File.Move(kept + ".partial", kept, overwrite: true);
        }

        return result;
    }

    /// <summary>fastText's answers as figures; null where there are none.</summary>
    public SystemMeasurement? Measure(FastTextResult result) => result.Absent is not null
        ? null
        : SystemMeasurement.Of(
            [.. data.Test.Rows.Zip(result.Answers, (row, answer) => data.Test.OutcomeOf(row, answer.Label, answer.Probability))],
            result.MultiplyAdds,
            result.Microseconds,
            result.Parameters);

    /// <summary>Trains the monolith: the experts' kind and settings, all labels, as many parameters as the mixture has.</summary>
    /// <param name="training">Trains it.</param>
    /// <param name="vocabulary">The shared vocabulary.</param>
    /// <param name="parameters">Parameters of the mixture.</param>
    /// <param name="cancellation">Stops it.</param>
    public SystemMeasurement Monolith(DemoTraining training, string vocabulary, long parameters, CancellationToken cancellation)
    {
        var home = new Home(folder.Baselines);
        var classes = data.Labelled.Domains.Sum(domain => domain.Labels.Count);
        var options = DemoSettings.Learner(vocabulary);
        // (n-grams + 1) × classes parameters, as the linear model over n-grams counts them.
        options["max-ngrams"] = (EqualParameters.Size(kept => (kept + 1L) * classes, parameters, 1, int.MaxValue - 1)).ToString(CultureInfo.InvariantCulture);
        training.Expert(TrainTarget.In(home, PackageRole.Expert, MonolithId, DemoSettings.Version), MonolithId, data.Train, data.Dev, options, null, cancellation);
        using var loaded = OpenedHome.Load(home.Root, device, cancellation);
        var expert = loaded.Experts.Single(expert => expert.Id == MonolithId);
        return new ExpertEvaluator(null, TimeProvider.System).Monolith(MonolithId, expert.Expert, data.Test, cancellation);
    }
}
