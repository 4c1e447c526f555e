using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Cli.CommandLine;
using MoECollab.Cli.Progress;
using MoECollab.Errors;
using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Mixtures;
using MoECollab.Packaging.Writing;
using MoECollab.Training.Examples;
using MoECollab.Training.Experts;
using MoECollab.Training.Gates;
using MoECollab.Training.Joint;

namespace MoECollab.Cli.Training;

/// <summary><c>moe train joint</c>: gate and experts together by one loss, one expert per domain of the data.</summary>
internal static class TrainJointCommand
{
    private static readonly Option<string> Scorer = new("--scorer") { Description = "A scorer that is fitted by gradients: linear, mlp, noisy-linear", DefaultValueFactory = _ => "linear" };

    public static Command Create()
    {
        var command = new Command("joint", "Train gate and experts together, one expert per domain. Example: moe train joint --data DATA --id gate --set lambda-kl=0.1 --home .moe")
        {
            TrainOptions.Data, TrainOptions.Valid, TrainOptions.Encoder, TrainOptions.Id, TrainOptions.Version, TrainOptions.Out, TrainOptions.Seed, TrainOptions.Set,
            ExpertSource.Kind, TrainOptions.Plugin, Scorer, TrainOptions.TextColumn, TrainOptions.LabelColumn, TrainOptions.DomainColumn,
            SharedOptions.Home, SharedOptions.Device, SharedOptions.Threads, SharedOptions.Output, SharedOptions.Quiet,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var home = new Home(parsed.GetValue(TrainOptions.Out) ?? parsed.GetRequiredValue(SharedOptions.Home));
        var version = parsed.GetRequiredValue(TrainOptions.Version);
        using var gateTarget = TrainTarget.In(home, PackageRole.Gate, parsed.GetRequiredValue(TrainOptions.Id), version);
        var device = parsed.ChooseDevice().Device;
        var data = TrainingData.Read(parsed);
        if (data.Domains.Count == 0)
            throw new MoECollabException("usage", "The data names no domains, so there is nothing to make experts for. Give a data folder (<domain>/train.jsonl …) or --domain-column.");
        using var encoder = EncoderSource.Choose(parsed, device, cancellation);
        using var source = ExpertSource.Choose(parsed, "adapter", cancellation);
        if (source.Factory is not ITrainableExpertFactory factory)
            throw new MoECollabException("usage", "A joint training needs experts that are fitted by gradients: --kind adapter, linear or feed-forward, or a plugin of that sort.");
        using var gateWriter = gateTarget.Begin();
        var writers = data.Domains.ToDictionary(domain => domain, domain => PackageWriter.Begin(home, PackageRole.Expert, domain, version));
        try
        {
            var watch = Stopwatch.StartNew();
            var result = new JointTrainer(TimeProvider.System).Train(
                parsed.GetRequiredValue(Scorer),
                parsed.GetRequiredValue(TrainOptions.Id),
                version,
                [.. data.Domains.Select(domain => new JointExpert(new ExpertName(domain, version) { Domains = [domain] }, factory, LabelsOf(data, domain), writers[domain].Folder))],
                new PooledTraining
                {
                    OutputFolder = gateWriter.Folder,
                    CheckpointFolder = gateTarget.CheckpointFolder,
                    Device = device,
                    Seed = parsed.GetValue(TrainOptions.Seed),
                    Threads = parsed.GetValue(SharedOptions.Threads),
                    Options = parsed.LearnerOptions(),
                    Progress = StageProgress.For(parsed.InvocationConfiguration.Error, parsed.GetValue(SharedOptions.Quiet)),
                    Logger = NullLogger.Instance,
                    Cancellation = cancellation,
                    Examples = data.Examples,
                    Validation = data.Validation,
                    Encoder = encoder.Encoder,
                });
            foreach (var trained in result.Experts)
                source.Complete(writers[trained.Id], trained);
            gateWriter.Complete(null);
            gateTarget.Finish();
            Adopt(home, encoder.Encoder?.Description is { } description ? $"{description.Id}@{description.Version}" : null, $"{result.Gate.File.Id}@{version}");
            Print(parsed, result, home, watch.Elapsed);
            return ExitCode.Ok;
        }
        finally
        {
            foreach (var writer in writers.Values)
                writer.Dispose();
        }
    }

    private static IReadOnlyList<string> LabelsOf(TrainingData data, string domain) =>
        LabelledInputs.Labels(data.Examples.Where((LabelledInput example) => example.Domain == domain));

    private static void Adopt(Home home, string? encoder, string gate)
    {
        var configuration = File.Exists(home.MixturePath) ? MixtureConfiguration.Read(home) : new MixtureConfiguration { Encoder = encoder };
        (configuration with { Gate = gate }).Write(home);
    }

    private static void Print(ParseResult parsed, JointResult result, Home home, TimeSpan elapsed) =>
        TrainTable.Print(parsed.InvocationConfiguration.Output, parsed.GetValue(SharedOptions.Output),
        [
            ("gate", $"{result.Gate.File.Id}@{result.Gate.File.Version}"),
            ("experts", string.Join(", ", result.Experts.Select(expert => $"{expert.Id} ({expert.ValidationAccuracy:F3})"))),
            ("examples", result.Gate.Examples),
            ("epochs", result.Gate.Epochs),
            ("routing accuracy", result.Gate.RoutingAccuracy),
            ("validation loss", result.Gate.ValidationLoss),
            ("parameters", result.Gate.ParameterCount + result.Experts.Sum(expert => expert.ParameterCount)),
            ("seconds", elapsed.TotalSeconds),
            ("home", home.Root),
        ]);
}
