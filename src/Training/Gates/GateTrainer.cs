using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Packaging.Homes;
using MoECollab.Torch;
using MoECollab.Training.Examples;
using MoECollab.Training.Experts;
using MoECollab.Training.Fitting;
using MoECollab.Training.Losses;
using static TorchSharp.torch;

namespace MoECollab.Training.Gates;

/// <summary>
/// Trains a gate on pooled examples with the experts frozen: their outputs are computed once and kept. Then calibrates its temperature and
/// its guard's threshold, and writes the composition with the weights. Options: <c>features</c>, names of extractors parted by commas, those of <see cref="GateSettings"/>,
/// <see cref="AuxiliaryTerms"/>, <see cref="FitSettings"/> for scorers fitted by gradients, and the scorer's own.
/// </summary>
/// <param name="time">Measures speed and decides when progress and checkpoints are due; never a result.</param>
public sealed class GateTrainer(TimeProvider time)
{
    private const string TrainName = "train-likelihoods";
    private const string ValidationName = "validation-likelihoods";

    /// <summary>Trains a gate; its files lie below the training's folder afterwards.</summary>
    /// <param name="scorer">The scorer's name in <see cref="PooledTraining.Components"/>, for example <c>linear</c>.</param>
    /// <param name="id">The gate's id.</param>
    /// <param name="version">SemVer; a retrained gate has a new one.</param>
    /// <param name="experts">The frozen experts that get a column, at least one; borrowed.</param>
    /// <param name="training">What to learn from.</param>
    /// <exception cref="Data.BadDataException">There is no example.</exception>
    /// <exception cref="Errors.MoECollabException">An option cannot be read, an expert has no classes, or the loss diverged.</exception>
    public TrainedGate Train(string scorer, string id, string version, IReadOnlyList<GateExpert> experts, PooledTraining training)
    {
        var what = $"the gate '{id}'";
        ExampleChecks.NotEmpty(what, training.Examples.Count);
        ArgumentOutOfRangeException.ThrowIfZero(experts.Count, nameof(experts));
        Libtorch.SetThreads(training.Threads);
        Directory.CreateDirectory(Path.Combine(training.OutputFolder, PackageLayout.ContentFolder));
        var frozen = new FrozenExperts([.. experts.OrderBy(expert => expert.Id, StringComparer.Ordinal)], training, time);
        var options = new OptionReader(training.Options);
        var settings = GateSettings.Read(options);
        var features = options.List("features");
        options.ThrowIfFaulty();
        var run = training with { Options = training.Options.Without(options.Known) };
        using var extractors = new GateExtractors(features, scorer, run);
        using var pool = Prepare(scorer, frozen, settings, run, extractors);
        var (scorerOptions, epochs) = Fit(scorer, frozen, settings, run, pool);
        var composition = new GateFile
        {
            Id = id,
            Version = version,
            Encoder = run.Encoder?.Description.Fingerprint ?? "",
            TrainedFor = frozen.Ids,
            Features = extractors.Files,
            Scorer = new GateComponent(scorer) { Options = scorerOptions },
            Selector = settings.SelectorComponent(),
        };
        var trained = new GateCalibration(settings, run, frozen).Finish(composition, pool, epochs);
        frozen.Remove(TrainName);
        frozen.Remove(ValidationName);
        return trained;
    }

    private GatePool Prepare(string scorer, FrozenExperts frozen, GateSettings settings, PooledTraining run, GateExtractors extractors)
    {
        // A scorer that trains itself encodes what it needs; one fitted by gradients is given the kept vectors.
        InputNeeds[] needs = run.Encoder is null || run.Components.Find<IScorer>(scorer) is ISelfTrainingScorerFactory ? [.. frozen.Needs] : [InputNeeds.Hidden];
        var pulse = new ProgressPulse(run.Progress, time, "encoding for the gate");
        PooledInputs Encode(IReadOnlyList<LabelledInput> examples)
        {
            var inputs = examples.Select(example => example.Input).ToList();
            return new PooledInputs(frozen.Snapshot, examples, ExpertScores.Encode(needs, run.Encoder, inputs, pulse, run.Cancellation), run.Device) { Extractors = extractors.All };
        }

        Likelihoods Run(string name, IReadOnlyList<LabelledInput> examples, PooledInputs inputs)
        {
            if (settings.Task == GateTask.Domains) return frozen.OfDomains(examples);
            if (settings.Task == GateTask.Owners && name == TrainName) return frozen.OfOwners(examples);
            var identity = new RunIdentity().Add("likelihoods").Add(frozen.Identity).Add(run.Encoder?.Description.Fingerprint).Add(examples).ToString();
            return frozen.Run(name, identity, examples, inputs.Hidden);
        }

        var examples = Encode(run.Examples);
        var validation = Encode(run.Validation);
        return new GatePool(examples, Run(TrainName, run.Examples, examples), validation, Run(ValidationName, run.Validation, validation));
    }

    private (IReadOnlyDictionary<string, string> Options, int? Epochs) Fit(string scorer, FrozenExperts frozen, GateSettings settings, PooledTraining run, GatePool pool)
    {
        var factory = run.Components.Find<IScorer>(scorer);
        return factory is ISelfTrainingScorerFactory self
            ? (TrainItself(self, frozen, run, pool), null)
            : FitByGradients(scorer, factory, frozen, settings, run, pool);
    }

    private static IReadOnlyDictionary<string, string> TrainItself(ISelfTrainingScorerFactory factory, FrozenExperts frozen, PooledTraining run, GatePool pool) =>
        factory.Train(new GateTraining
        {
            OutputFolder = run.OutputFolder,
            CheckpointFolder = run.CheckpointFolder,
            Device = run.Device,
            Seed = run.Seed,
            Threads = run.Threads,
            Options = run.Options,
            Progress = run.Progress,
            Logger = run.Logger,
            Cancellation = run.Cancellation,
            Experts = frozen.Ids,
            Examples = run.Examples,
            Likelihoods = pool.Likelihoods.Values,
            Validation = run.Validation,
            ValidationLikelihoods = pool.ValidationLikelihoods.Values,
            Encoder = run.Encoder,
        });

    private (IReadOnlyDictionary<string, string> Options, int? Epochs) FitByGradients(
        string scorer, IGatingFactory<IScorer> factory, FrozenExperts frozen, GateSettings settings, PooledTraining run, GatePool pool)
    {
        var reader = new OptionReader(run.Options);
        var fitting = FitSettings.Read(reader, new FitSettings());
        var terms = AuxiliaryTerms.Read(reader, run.Components, GateContexts.Of(run, [], new Dictionary<string, string>(), NoFiles.Instance));
        reader.ThrowIfFaulty();
        var options = run.Options.Without(reader.Known);
        manual_seed(new SeededStream(run.Seed).Seed());
        using var made = factory.Create(GateContexts.Of(run, frozen.Ids, options, NoFiles.Instance));
        // A scorer without parameters (prototype, uniform) is a gate as it stands.
        if (made is not ITrainableScorer trainable) return (options, null);
        var identity = new RunIdentity().Add("gate").Add(scorer).Add(options).Add(settings).Add(run.Options).Add(frozen.Identity)
            .Add(run.Encoder?.Description.Fingerprint).Add(pool.Examples.Extractors.Select(extractor => extractor.Fingerprint)).Add(run.Examples).Add(run.Validation).ToString();
        using var fit = new GateFit(identity, trainable, new GateObjective(terms, settings.TrainTopK, run.Seed, run.Device), pool);
        var loop = new FitLoop(fitting, run, time);
        var outcome = loop.Run(fit);
        trainable.Save(run.OutputFolder);
        loop.RemoveCheckpoint();
        return (options, outcome.Epochs);
    }
}
