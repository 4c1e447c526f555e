using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Cli.CommandLine;
using MoECollab.Cli.Progress;
using MoECollab.Encoders;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Mixtures;
using MoECollab.Training;
using MoECollab.Training.Encoders;
using MoECollab.Training.Packages;

namespace MoECollab.Cli.Training;

/// <summary><c>moe train encoder</c>: the shared encoder, from texts alone.</summary>
internal static class TrainEncoderCommand
{
    private const string DefaultPlugin = "hashed-ngram";

    public static Command Create()
    {
        var command = new Command("encoder", "Train the shared encoder from texts alone. Example: moe train encoder --data texts.jsonl --id words --home .moe")
        {
            TrainOptions.Data, TrainOptions.Valid, TrainOptions.Id, TrainOptions.Version, TrainOptions.Out, TrainOptions.Seed, TrainOptions.Set, TrainOptions.Plugin,
            TrainOptions.TextColumn, TrainOptions.LabelColumn, TrainOptions.DomainColumn,
            SharedOptions.Home, SharedOptions.Device, SharedOptions.Threads, SharedOptions.Output, SharedOptions.Quiet,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        using var target = TrainTarget.Of(parsed, PackageRole.Encoder);
        var device = parsed.ChooseDevice().Device;
        var data = TrainingData.Read(parsed);
        using var plugin = ShippedPlugins.Open(parsed.GetValue(TrainOptions.Plugin) ?? DefaultPlugin, PackageRole.Encoder, cancellation);
        using var writer = target.Begin();
        var (id, version) = (parsed.GetRequiredValue(TrainOptions.Id), parsed.GetRequiredValue(TrainOptions.Version));
        var trained = EncoderTrainer.TrainPackage(plugin.As<ITrainableEncoderFactory>(), PackageCode.Plugin(plugin.Component, plugin.AssemblyFolder), id, version, writer, new EncoderTraining
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
            Texts = [.. data.Examples.Select(example => example.Input.Text)],
            Validation = [.. data.Validation.Select(example => example.Input.Text)],
        });
        target.Finish();
        if (target.IsInHome)
            Adopt(new Home(parsed.GetRequiredValue(SharedOptions.Home)), $"{id}@{version}");
        TrainTable.Print(parsed.InvocationConfiguration.Output, parsed.GetValue(SharedOptions.Output),
        [
            ("encoder", $"{id}@{version}"),
            ("fingerprint", trained.Description.Fingerprint),
            ("hidden size", trained.Description.HiddenSize),
            ("parameters", trained.ParameterCount),
            ("texts", data.Examples.Count),
            ("folder", target.Folder),
        ]);
        return ExitCode.Ok;
    }

    // The first encoder of a home is its mixture's; a later one is taken by naming it in moe.json.
    private static void Adopt(Home home, string encoder)
    {
        var configuration = File.Exists(home.MixturePath) ? MixtureConfiguration.Read(home) : new MixtureConfiguration();
        if (configuration.Encoder is null)
            (configuration with { Encoder = encoder }).Write(home);
    }
}
