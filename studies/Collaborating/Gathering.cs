using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Encoders;
using MoECollab.Gating.Composing;
using MoECollab.Mixture;
using MoECollab.Mixture.Mixing;
using MoECollab.Packaging.Files;
using MoECollab.Training.Data;
using MoECollab.Training.Evaluation;
using MoECollab.Training.Examples;
using MoECollab.Training.Gates;
using MoECollab.Training.Measuring;
using TorchSharp;

namespace MoECollab.Studies.Collaborating;

/// <summary>Trains gates over the experts that have come so far, and measures.</summary>
internal sealed class Gathering(LabelledData data, IEncoder encoder, StudyRun run)
{
    private const string Version = "1.0.0";

    /// <summary>A gate over some experts, trained on the rows of the domains that have come.</summary>
    /// <param name="experts">The experts.</param>
    /// <param name="domains">The domains.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The gate, owned by the caller; the rows it learned from and the CPU seconds it took.</returns>
    public (ComposedGate Gate, int Rows, double CpuSeconds) Train(IReadOnlyList<MixtureExpert> experts, IReadOnlyList<string> domains, long seed)
    {
        var its = Only(domains);
        var folder = Directory.CreateDirectory(Path.Combine(run.WorkFolder, "gate")).FullName;
        var rows = LabelledInputs.From(its.Rows(Split.Train), data);
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        new GateTrainer(TimeProvider.System).Train("ngram", "gate", Version, [.. experts.Select(expert => new GateExpert(expert.Descriptor, expert.Expert))], new PooledTraining
        {
            OutputFolder = folder,
            Device = new(DeviceType.CPU),
            Seed = seed,
            Logger = NullLogger.Instance,
            Cancellation = run.Plan.Cancellation,
            Examples = rows,
            Validation = LabelledInputs.From(its.Rows(Split.Dev), data),
            Encoder = encoder,
        });
        process.Refresh();
        var seconds = (process.TotalProcessorTime - before).TotalSeconds;
        var files = new PackageFiles(folder);
        var gate = new GateBuilder(GatingRegistry.BuiltIn, NullLogger.Instance).Build(GateFile.Read(files), files, new GateSurroundings(encoder.Description, new(DeviceType.CPU), new GateOptions()));
        return (gate, rows.Count, seconds);
    }

    /// <summary>The accuracy of each domain that has come, how the answers are spread over the experts, and which rows of all test rows are right, by their number.</summary>
    public (IReadOnlyDictionary<string, double> Accuracy, IReadOnlyDictionary<string, double> Load, IReadOnlyDictionary<int, bool> Right) Measure(ComposedGate gate, IReadOnlyList<MixtureExpert> experts, IReadOnlyList<string> domains)
    {
        var set = new EvaluationSet(Only(domains));
        var mixture = new ExpertMixture(encoder, gate, experts, new MixtureOptions());
        var measured = new MixtureEvaluator(TimeProvider.System).Evaluate(mixture, set, 0, new MixtureRequest { Cancellation = run.Plan.Cancellation }, null);
        return (measured.Domains.ToDictionary(domain => domain.Domain!, domain => domain.Accuracy), measured.Load, Numbered(set, measured.Outcomes));
    }

    // Rows lie domain by domain, in the order of the data, here and there.
    private Dictionary<int, bool> Numbered(EvaluationSet set, IReadOnlyList<Outcome> outcomes)
    {
        var domains = set.Rows.Select(row => row.Domain).ToHashSet(StringComparer.Ordinal);
        int[] numbers = [.. new EvaluationSet(data).Rows.Index().Where(row => domains.Contains(row.Item.Domain)).Select(row => row.Index)];
        return numbers.Zip(outcomes).ToDictionary(pair => pair.First, pair => pair.Second.IsRight(set.Scope));
    }

    private LabelledData Only(IReadOnlyList<string> domains) => data with { Domains = [.. data.Domains.Where(domain => domains.Contains(domain.Name))] };
}
