using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Cli.CommandLine;
using MoECollab.Cli.Homes;
using MoECollab.Cli.Progress;
using MoECollab.Cli.Training;
using MoECollab.Encoders;
using MoECollab.Host.Generations;
using MoECollab.Loading;
using MoECollab.Packaging.Homes;
using MoECollab.Training.Homes;
using MoECollab.Training.Packages;
using MoECollab.Training.Reports;

namespace MoECollab.Cli.Fitting;

/// <summary><c>moe fit</c>: from labelled text to a home: encoder, one expert per domain, gate.</summary>
internal static class FitCommand
{
    private const string NGramKind = "ngram";
    private const string GateId = "gate";
    private const string Version = "1.0.0";

    public static Command Create()
    {
        var command = new Command("fit", "Train a whole mixture from labelled text into a home. Example: moe fit DATA --home .moe && moe predict --text 'a text'")
        {
            FitOptions.Data, FitOptions.Add, ExpertSource.Kind, TrainOptions.Plugin, TrainOptions.Set, FitOptions.Encoder, FitOptions.Scorer, FitOptions.GateSet, TrainOptions.Seed,
            TrainOptions.TextColumn, TrainOptions.LabelColumn, TrainOptions.DomainColumn, TrainOptions.MergeLabels, FitOptions.Domains,
            SharedOptions.Home, SharedOptions.Device, SharedOptions.Threads, SharedOptions.Output, SharedOptions.Quiet,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(parsed.GetValue(FitOptions.Add) ? Add(parsed, cancellation) : Fit(parsed, cancellation)));
        return command;
    }

    private static int Fit(ParseResult parsed, CancellationToken cancellation)
    {
        var home = new Home(parsed.GetRequiredValue(SharedOptions.Home));
        var data = FitData.Read(parsed);
        using var experts = ExpertSource.Choose(parsed, NGramKind, cancellation);
        using var encoder = parsed.GetRequiredValue(FitOptions.Encoder) is FitOptions.NoEncoder ? null : ShippedPlugins.Open(parsed.GetRequiredValue(FitOptions.Encoder), PackageRole.Encoder, cancellation);
        var scorer = parsed.GetRequiredValue(FitOptions.Scorer);
        var gate = new GatePlan(scorer, GateId, Version) { Options = GateOptions(parsed, scorer, data) };
        var record = new FitRecord
        {
            MergesLabels = data.Data.MergesLabels || data.Search is not null,
            FoundDomains = data.Search is not null,
            Sources = [data.Source],
            Kind = experts.Code.Kind,
            Plugin = parsed.GetValue(TrainOptions.Plugin),
            Options = parsed.LearnerOptions(),
            Scorer = scorer,
            GateOptions = gate.Options,
            Seed = parsed.GetValue(TrainOptions.Seed),
        };
        var plan = new HomePlan(home, data.Data, encoder is null ? null : PlanOf(encoder), new ExpertPlan(experts.Factory, experts.Code, Version) { Options = record.Options }, gate)
        {
            GeneralExpert = data.Data.MergesLabels && data.Data.Domains.Count > 1,
            Search = data.Search,
            SharesVocabulary = experts.Code.Kind == NGramKind && data.HasSeveral && (data.Data.MergesLabels || data.Search is not null),
            Record = record,
            Logger = NullLogger.Instance,
        };
        return Run(parsed, plan, data.Source, (trainer, ready) => trainer.Train(ready), cancellation);
    }

    private static int Add(ParseResult parsed, CancellationToken cancellation)
    {
        var home = new Home(parsed.GetRequiredValue(SharedOptions.Home));
        var data = FitData.Read(parsed);
        var addition = FitAddition.Of(home, data, home.FitPath, line => parsed.InvocationConfiguration.Error.WriteLine($"moe: {line}"));
        if (addition.IsEmpty)
        {
            // Killed after its last file and before its tidying up.
            foreach (var left in Directory.GetDirectories(home.Root, Path.GetFileName(home.FitPath) + "*")) Directory.Delete(left, recursive: true);
            parsed.InvocationConfiguration.Output.WriteLine($"Nothing to add: the home has an expert for every domain of {data.Source.Path}.");
            return ExitCode.Ok;
        }

        var record = addition.After(data.Source);
        using var experts = parsed.GetValue(TrainOptions.Plugin) is null && parsed.GetValue(ExpertSource.Kind) is null && record.Plugin is { } plugin
            ? ExpertSource.OfPlugin(plugin, cancellation)
            : ExpertSource.Choose(parsed, record.Kind ?? NGramKind, cancellation);
        using var opened = OpenedHome.Open(home.Root, parsed.ChooseDevice(), cancellation);
        var options = parsed.GetValue(TrainOptions.Set) is { Length: > 0 } ? parsed.LearnerOptions() : record.Options;
        var plan = new HomePlan(
            home,
            addition.New,
            null,
            new ExpertPlan(experts.Factory, experts.Code, Version) { Options = options },
            new GatePlan(record.Scorer, GateId, NextVersion(record.Gate)) { Options = record.GateOptions })
        {
            Components = HomeGate.Registry(opened.Loaded),
            Record = record,
            Logger = NullLogger.Instance,
        };
        var before = new HomeAddition(opened.Loaded.Mixture!, addition.Experts(opened), opened.Loaded.Encoder?.Encoder, addition.Pooled);
        return Run(parsed, plan, data.Source, (trainer, ready) => trainer.Add(ready, before), cancellation);
    }

    private static int Run(ParseResult parsed, HomePlan plan, FitSource source, Func<HomeTrainer, HomePlan, TrainedHome> train, CancellationToken cancellation)
    {
        var device = parsed.ChooseDevice();
        var progress = StageProgress.For(parsed.InvocationConfiguration.Error, parsed.GetValue(SharedOptions.Quiet));
        var watch = Stopwatch.StartNew();
        Report? report = null;
        var seed = parsed.GetValue(TrainOptions.Seed);
        var trained = train(new HomeTrainer(TimeProvider.System), plan with
        {
            CheckpointFolder = plan.Home.FitPath,
            Device = device.Device,
            Seed = seed,
            Threads = parsed.GetValue(SharedOptions.Threads),
            Workers = Environment.ProcessorCount,
            Progress = progress,
            Cancellation = cancellation,
            WhenWritten = home => report = FitReport.Write(plan.Home, home, source, seed, device, progress, cancellation),
        });
        FitTable.Print(parsed, plan.Home, trained, report, watch.Elapsed);
        return ExitCode.Ok;
    }

    private static EncoderPlan PlanOf(PluginFactory plugin) =>
        new(plugin.As<ITrainableEncoderFactory>(), PackageCode.Plugin(plugin.Component, plugin.AssemblyFolder), plugin.Manifest.Id, Version);

    // Where domains share labels, the general expert and the one of the domain answer together.
    private static Dictionary<string, string> GateOptions(ParseResult parsed, string scorer, FitData data)
    {
        var options = new Dictionary<string, string>(parsed.LearnerOptions(FitOptions.GateSet), StringComparer.OrdinalIgnoreCase);
        if (!data.Merges) return options;
        options.TryAdd("k", "2");
        if (scorer == NGramKind) options.TryAdd("task", "owners");
        return options;
    }

    // gate@1.2.0 → 1.3.0.
    private static string NextVersion(string gate)
    {
        var parts = gate.Split('@')[^1].Split('.');
        return parts.Length == 3 && int.TryParse(parts[1], out var minor) ? $"{parts[0]}.{minor + 1}.0" : "1.1.0";
    }
}
