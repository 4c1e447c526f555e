using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Cli.CommandLine;
using MoECollab.Cli.Progress;
using MoECollab.Cli.Training;
using MoECollab.Encoders;
using MoECollab.Loading;
using MoECollab.Packaging.Homes;
using MoECollab.Training.Data;
using MoECollab.Training.Homes;
using MoECollab.Training.Packages;

namespace MoECollab.Cli.Fitting;

/// <summary><c>moe fit</c>: from labelled text to a home: encoder, one expert per domain, gate.</summary>
internal static class FitCommand
{
    private const string NoEncoder = "none";
    private const string NGramKind = "ngram";
    private const string Version = "1.0.0";

    private static readonly Argument<string> Data = new("DATA") { Description = "A folder (<domain>/train.jsonl …), or one JSONL or CSV file, with --domain-column for several domains" };
    private static readonly Option<string> Encoder = new("--encoder") { Description = "The encoder plugin, by id or folder, or none: without one, experts ship no routing key", DefaultValueFactory = _ => "hashed-ngram" };
    private static readonly Option<string> Scorer = new("--scorer") { Description = "The gate's scorer: ngram, linear, mlp, noisy-linear, prototype", DefaultValueFactory = _ => "ngram" };
    private static readonly Option<string[]> GateSet = new("--gate-set") { Description = "An option of the gate, name=value; may be given several times" };

    public static Command Create()
    {
        var command = new Command("fit", "Train a whole mixture from labelled text into a home. Example: moe fit DATA --home .moe && moe predict --text 'a text'")
        {
            Data, ExpertSource.Kind, TrainOptions.Plugin, TrainOptions.Set, Encoder, Scorer, GateSet, TrainOptions.Seed,
            TrainOptions.TextColumn, TrainOptions.LabelColumn, TrainOptions.DomainColumn,
            SharedOptions.Home, SharedOptions.Device, SharedOptions.Threads, SharedOptions.Output, SharedOptions.Quiet,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var device = parsed.ChooseDevice();
        var home = new Home(parsed.GetRequiredValue(SharedOptions.Home));
        var data = Read(parsed);
        using var experts = ExpertSource.Choose(parsed, NGramKind, cancellation);
        using var encoder = parsed.GetRequiredValue(Encoder) is NoEncoder ? null : ShippedPlugins.Open(parsed.GetRequiredValue(Encoder), PackageRole.Encoder, cancellation);
        var scorer = parsed.GetRequiredValue(Scorer);
        var watch = Stopwatch.StartNew();
        var trained = new HomeTrainer(TimeProvider.System).Train(new HomePlan(
            home,
            data,
            encoder is null ? null : PlanOf(encoder),
            new ExpertPlan(experts.Factory, experts.Code, Version) { Options = parsed.LearnerOptions() },
            new GatePlan(scorer, "gate", Version) { Options = parsed.LearnerOptions(GateSet) })
        {
            CheckpointFolder = Path.Combine(home.Root, ".fit"),
            Device = device.Device,
            Seed = parsed.GetValue(TrainOptions.Seed),
            Threads = parsed.GetValue(SharedOptions.Threads),
            Workers = Environment.ProcessorCount,
            SharesVocabulary = experts.Code.Kind == NGramKind && data.Domains.Count > 1,
            Progress = StageProgress.For(parsed.InvocationConfiguration.Error, parsed.GetValue(SharedOptions.Quiet)),
            Logger = NullLogger.Instance,
            Cancellation = cancellation,
        });
        Print(parsed, home, trained, watch.Elapsed);
        return ExitCode.Ok;
    }

    private static EncoderPlan PlanOf(PluginFactory plugin) =>
        new(plugin.As<ITrainableEncoderFactory>(), PackageCode.Plugin(plugin.Component, plugin.AssemblyFolder), plugin.Manifest.Id, Version);

    private static LabelledData Read(ParseResult parsed)
    {
        var error = parsed.InvocationConfiguration.Error;
        var data = LabelledData.Read(parsed.GetRequiredValue(Data), parsed.Columns(), DataUse.Training, skipped => error.WriteLine($"moe: skipped {skipped}"));
        if (!parsed.GetValue(SharedOptions.Quiet))
        {
            foreach (var line in data.Summary.Describe().Where(line => !line.StartsWith(' ')))
                error.WriteLine($"moe: {line}");
        }

        return data;
    }

    private static void Print(ParseResult parsed, Home home, TrainedHome trained, TimeSpan elapsed) =>
        TrainTable.Print(parsed.InvocationConfiguration.Output, parsed.GetValue(SharedOptions.Output),
        [
            ("home", home.Root),
            ("encoder", trained.Configuration.Encoder),
            .. trained.Experts.Select(expert => ($"expert {expert.Id}", (object?)expert.Evaluation?[0].Value)),
            ("gate", trained.Configuration.Gate),
            ("gate earned its place", trained.Trial.Rows == 0 ? "not judged: no validation rows" : trained.Trial.Earned ? "yes" : "no"),
            ("routing accuracy", trained.Gate.RoutingAccuracy),
            ("validation loss", trained.Gate.ValidationLoss),
            ("guard threshold", trained.Gate.GuardThreshold),
            ("kept from a killed run", trained.Reused.Count == 0 ? null : string.Join(", ", trained.Reused)),
            ("seconds", elapsed.TotalSeconds),
        ]);
}
