using Microsoft.Extensions.Logging;
using MoECollab.Errors;
using MoECollab.Experts;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Packaging.Writing;
using MoECollab.Torch;
using MoECollab.Training.Examples;
using MoECollab.Training.Fitting;
using MoECollab.Training.Packages;
using MoECollab.Training.RoutingKeys;
using static TorchSharp.torch;

namespace MoECollab.Training.Experts;

/// <summary>
/// Trains one expert alone, on its own data, with the encoder frozen; then calibrates it and computes the routing key it ships.
/// Options beside those of <see cref="FitSettings"/>: <c>routing-keys</c>, 1 to 4 centroids (default 4).
/// </summary>
/// <param name="time">Measures speed and decides when progress and checkpoints are due; never a result.</param>
public sealed partial class ExpertTrainer(TimeProvider time)
{
    /// <summary>The trainer's own option, which no expert knows.</summary>
    internal const string RoutingKeysOption = "routing-keys";

    /// <summary>Trains an expert and puts the finished package in its place; a package that was there is replaced.</summary>
    /// <param name="factory">The expert's factory: <see cref="ISelfTrainingExpertFactory"/> or <see cref="ITrainableExpertFactory"/>.</param>
    /// <param name="code">What will run the package.</param>
    /// <param name="name">Id, version and domains.</param>
    /// <param name="writer">The package's staging folder; borrowed.</param>
    /// <param name="training">What to learn from; its folder is that of the writer.</param>
    public TrainedExpert TrainPackage(IExpertFactory factory, PackageCode code, ExpertName name, PackageWriter writer, ExpertTraining training)
    {
        var run = training with { OutputFolder = writer.Folder };
        var trained = Train(factory, name, run);
        writer.WriteLabels(trained.Labels);
        code.CopyInto(writer);
        writer.Complete(trained.ToManifest(code));
        return trained;
    }

    /// <summary>Trains an expert; its weights and its routing key lie below the training's folder afterwards.</summary>
    /// <param name="factory">The expert's factory: <see cref="ISelfTrainingExpertFactory"/> or <see cref="ITrainableExpertFactory"/>.</param>
    /// <param name="name">Id, version and domains.</param>
    /// <param name="training">What to learn from.</param>
    /// <exception cref="Data.BadDataException">There is no example, or all have one label.</exception>
    /// <exception cref="MoECollabException">The expert cannot be trained, an option cannot be read, or the loss diverged.</exception>
    public TrainedExpert Train(IExpertFactory factory, ExpertName name, ExpertTraining training)
    {
        var what = $"the expert '{name.Id}'";
        ExampleChecks.Classes(what, training.Examples);
        ExampleChecks.Declared(what, training.Labels, training.Examples.Concat(training.Validation));
        Libtorch.SetThreads(training.Threads);
        Directory.CreateDirectory(Path.Combine(training.OutputFolder, Packaging.Homes.PackageLayout.ContentFolder));
        var own = new OptionReader(training.Options);
        var keys = own.Integer(RoutingKeysOption, RoutingKey.MostKeys, 1, RoutingKey.MostKeys);
        own.ThrowIfFaulty();
        var run = training with { Options = training.Options.Without(own.Known) };
        var (options, epochs) = Fit(factory, name, run);
        if (training.Encoder is not null)
            RoutingKey.Write(training.OutputFolder, training.Encoder, training.Examples, keys, training.Seed);
        var trained = ExpertCalibration.Finish(factory, name, run, options, epochs);
        LogTrained(training.Logger, name.Id, training.Examples.Count, trained.Temperature);
        return trained;
    }

    /// <summary>What is left for an expert fitted by gradients when the trainer's own options are taken away.</summary>
    internal static IReadOnlyDictionary<string, string> OptionsOfExpert(IReadOnlyDictionary<string, string> options)
    {
        var reader = new OptionReader(options);
        FitSettings.Read(reader, new FitSettings());
        return options.Where(pair => pair.Key != RoutingKeysOption).ToDictionary().Without(reader.Known);
    }

    private (IReadOnlyDictionary<string, string> Options, int? Epochs) Fit(IExpertFactory factory, ExpertName name, ExpertTraining run) => factory switch
    {
        ISelfTrainingExpertFactory self => (self.Train(run), null),
        ITrainableExpertFactory trainable => FitByGradients(trainable, name, run),
        _ => throw new MoECollabException(
            "expert-not-trainable",
            $"{factory.GetType().Name} of the expert '{name.Id}' can only load an expert; expected a factory that is {nameof(ISelfTrainingExpertFactory)} or {nameof(ITrainableExpertFactory)}. Ship its package as it is."),
    };

    private (IReadOnlyDictionary<string, string> Options, int? Epochs) FitByGradients(ITrainableExpertFactory factory, ExpertName name, ExpertTraining run)
    {
        var reader = new OptionReader(run.Options);
        var settings = FitSettings.Read(reader, new FitSettings());
        reader.ThrowIfFaulty();
        var options = run.Options.Without(reader.Known);
        manual_seed(new SeededStream(run.Seed).Seed());
        using var expert = factory.CreateUntrained(ExpertContexts.Of(name, run, options, NoFiles.Instance));
        using var fit = PrepareFit(name, run, settings, options, expert);
        var loop = new FitLoop(settings, run, time);
        var outcome = loop.Run(fit);
        expert.Save(run.OutputFolder);
        loop.RemoveCheckpoint();
        return (options, outcome.Epochs);
    }

    private ExpertFit PrepareFit(ExpertName name, ExpertTraining run, FitSettings settings, IReadOnlyDictionary<string, string> options, IDifferentiableExpert expert)
    {
        var pulse = new ProgressPulse(run.Progress, time, $"encoding for {name.Id}");
        ClassifiedInputs Prepare(IReadOnlyList<LabelledInput> examples)
        {
            var inputs = examples.Select(example => example.Input).ToList();
            var hidden = ExpertScores.Encode([expert.Traits.Needs], run.Encoder, inputs, pulse, run.Cancellation);
            return new ClassifiedInputs(examples, run.Labels, hidden, run.Device);
        }

        var identity = new RunIdentity().Add("expert").Add(name.Id).Add(options).Add(run.Labels).Add(run.Encoder?.Description.Fingerprint)
            .Add(run.Examples).Add(run.Validation).ToString();
        return new ExpertFit($"training {name.Id}", identity, expert, settings, Prepare(run.Examples), Prepare(run.Validation));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Expert {Expert} was trained on {Examples} examples; temperature {Temperature}")]
    private static partial void LogTrained(ILogger logger, string expert, int examples, double temperature);
}
