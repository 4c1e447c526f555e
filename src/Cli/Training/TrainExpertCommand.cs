using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Cli.CommandLine;
using MoECollab.Cli.Progress;
using MoECollab.Packaging.Homes;
using MoECollab.Training;
using MoECollab.Training.Examples;
using MoECollab.Training.Experts;

namespace MoECollab.Cli.Training;

/// <summary><c>moe train expert</c>: one expert alone, on its own data, with the encoder frozen.</summary>
internal static class TrainExpertCommand
{
    private static readonly Option<string?> Domain = new("--domain") { Description = "The domain of data that names none: labels become <domain>/<label>" };

    public static Command Create()
    {
        var command = new Command("expert", "Train one expert on its own data. Example: moe train expert --data science/train.jsonl --domain science --id science --home .moe")
        {
            TrainOptions.Data, TrainOptions.Valid, TrainOptions.Encoder, TrainOptions.Id, TrainOptions.Version, TrainOptions.Out, TrainOptions.Seed, TrainOptions.Set,
            ExpertSource.Kind, TrainOptions.Plugin, Domain, TrainOptions.TextColumn, TrainOptions.LabelColumn, TrainOptions.DomainColumn,
            SharedOptions.Home, SharedOptions.Device, SharedOptions.Threads, SharedOptions.Output, SharedOptions.Quiet,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        using var target = TrainTarget.Of(parsed, PackageRole.Expert);
        var device = parsed.ChooseDevice().Device;
        var data = TrainingData.Read(parsed, parsed.GetValue(Domain));
        using var encoder = EncoderSource.Choose(parsed, device, cancellation);
        using var source = ExpertSource.Choose(parsed, encoder.Encoder is null ? "ngram" : "adapter", cancellation);
        using var writer = target.Begin();
        var watch = Stopwatch.StartNew();
        var name = new ExpertName(parsed.GetRequiredValue(TrainOptions.Id), parsed.GetRequiredValue(TrainOptions.Version))
        {
            Domains = parsed.GetValue(Domain) is { } domain ? [domain] : data.Domains,
        };
        var trained = new ExpertTrainer(TimeProvider.System).TrainPackage(source.Factory, source.Code, name, writer, new ExpertTraining
        {
            OutputFolder = writer.Folder,
            CheckpointFolder = target.CheckpointFolder,
            Device = device,
            Seed = parsed.GetValue(TrainOptions.Seed),
            Threads = parsed.GetValue(SharedOptions.Threads),
            Options = parsed.LearnerOptions(),
            Progress = StageProgress.For(parsed.InvocationConfiguration.Error, parsed.GetValue(SharedOptions.Quiet)),
            Logger = NullLogger.Instance,
            Cancellation = cancellation,
            Labels = LabelledInputs.Labels(data.Examples),
            Examples = data.Examples,
            Validation = [.. data.Validation.Where(Known(data))],
            Encoder = encoder.Encoder,
        });
        target.Finish();
        TrainTable.Print(parsed.InvocationConfiguration.Output, parsed.GetValue(SharedOptions.Output),
        [
            ("expert", $"{trained.Id}@{trained.Version}"),
            ("examples", trained.Examples),
            ("classes", trained.Labels.Count),
            ("validation accuracy", trained.ValidationAccuracy),
            ("validation loss", trained.ValidationLoss),
            ("temperature", trained.Temperature),
            ("epochs", trained.Epochs),
            ("parameters", trained.ParameterCount),
            ("weight bytes", trained.WeightBytes),
            ("seconds", watch.Elapsed.TotalSeconds),
            ("folder", target.Folder),
        ]);
        return ExitCode.Ok;
    }

    // A label that no training row has can be named by nobody; the data's summary has said so.
    private static Func<Inputs.LabelledInput, bool> Known(TrainingData data)
    {
        var labels = data.Examples.Select(example => example.Label).ToHashSet(StringComparer.Ordinal);
        return example => labels.Contains(example.Label);
    }
}
