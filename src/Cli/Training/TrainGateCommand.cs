using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Cli.CommandLine;
using MoECollab.Cli.Homes;
using MoECollab.Cli.Progress;
using MoECollab.Errors;
using MoECollab.Host.Generations;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Mixtures;
using MoECollab.Training.Gates;

namespace MoECollab.Cli.Training;

/// <summary><c>moe train gate</c>: the gate over a home's experts, on pooled examples, with the experts frozen.</summary>
internal static class TrainGateCommand
{
    private const string DefaultScorer = "linear";

    private static readonly Option<string> Scorer = new("--scorer") { Description = "linear, mlp, noisy-linear, prototype, ngram, or that of a gating package", DefaultValueFactory = _ => DefaultScorer };
    private static readonly Option<bool> Activate = new("--activate") { Description = "Route by it from now on; the first gate of a home is active anyway" };

    public static Command Create()
    {
        var command = new Command("gate", "Train the gate over a home's experts. Example: moe train gate --data DATA --id gate --scorer ngram --home .moe")
        {
            TrainOptions.Data, TrainOptions.Valid, TrainOptions.Encoder, TrainOptions.Id, TrainOptions.Version, TrainOptions.Out, TrainOptions.Seed, TrainOptions.Set,
            Scorer, Activate, TrainOptions.TextColumn, TrainOptions.LabelColumn, TrainOptions.DomainColumn,
            SharedOptions.Home, SharedOptions.Device, SharedOptions.Threads, SharedOptions.Output, SharedOptions.Quiet,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        using var target = TrainTarget.Of(parsed, PackageRole.Gate);
        var device = parsed.ChooseDevice();
        var data = TrainingData.Read(parsed);
        using var loaded = OpenedHome.Load(parsed.GetRequiredValue(SharedOptions.Home), device, cancellation);
        if (loaded.Experts.Count == 0)
            throw new MoECollabException("expert-not-found", $"{loaded.Home.Root} has no expert that a gate could route to; train or install experts first.");
        using var named = parsed.GetValue(TrainOptions.Encoder) is null ? null : EncoderSource.Choose(parsed, device.Device, cancellation);
        using var writer = target.Begin();
        var watch = Stopwatch.StartNew();
        var trained = new GateTrainer(TimeProvider.System).Train(
            parsed.GetRequiredValue(Scorer),
            parsed.GetRequiredValue(TrainOptions.Id),
            parsed.GetRequiredValue(TrainOptions.Version),
            [.. loaded.Experts.Select(expert => new GateExpert(expert.Descriptor, expert.Expert))],
            new PooledTraining
            {
                OutputFolder = writer.Folder,
                CheckpointFolder = target.CheckpointFolder,
                Device = device.Device,
                Seed = parsed.GetValue(TrainOptions.Seed),
                Threads = parsed.GetValue(SharedOptions.Threads),
                Options = parsed.LearnerOptions(),
                Progress = StageProgress.For(parsed.InvocationConfiguration.Error, parsed.GetValue(SharedOptions.Quiet)),
                Logger = NullLogger.Instance,
                Cancellation = cancellation,
                Examples = data.Examples,
                Validation = data.Validation,
                Encoder = named?.Encoder ?? loaded.Encoder?.Encoder,
                Components = HomeGate.Registry(loaded),
            });
        writer.Complete(null);
        target.Finish();
        var active = target.IsInHome && Adopt(loaded.Home, $"{trained.File.Id}@{trained.File.Version}", parsed.GetValue(Activate));
        Print(parsed, trained, target.Folder, active, watch.Elapsed);
        return ExitCode.Ok;
    }

    private static bool Adopt(Home home, string gate, bool activate)
    {
        var configuration = File.Exists(home.MixturePath) ? MixtureConfiguration.Read(home) : new MixtureConfiguration();
        if (!activate && configuration.Gate is not null)
            return configuration.Gate == gate;
        (configuration with { Gate = gate }).Write(home);
        return true;
    }

    private static void Print(ParseResult parsed, TrainedGate trained, string folder, bool active, TimeSpan elapsed) =>
        TrainTable.Print(parsed.InvocationConfiguration.Output, parsed.GetValue(SharedOptions.Output),
        [
            ("gate", $"{trained.File.Id}@{trained.File.Version}"),
            ("active", active ? "yes" : $"no; activate it with 'moe gates activate {trained.File.Id}@{trained.File.Version}'"),
            ("experts", string.Join(", ", trained.File.TrainedFor)),
            ("examples", trained.Examples),
            ("routing accuracy", trained.RoutingAccuracy),
            ("validation loss", trained.ValidationLoss),
            ("temperature", trained.Temperature),
            ("guard threshold", trained.GuardThreshold),
            ("epochs", trained.Epochs),
            ("parameters", trained.ParameterCount),
            ("seconds", elapsed.TotalSeconds),
            ("folder", folder),
        ]);
}
