using MoECollab.Errors;
using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Outputs;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;
using MoECollab.Torch;
using MoECollab.Training.Examples;
using MoECollab.Training.Experts;
using MoECollab.Training.Fitting;
using MoECollab.Training.Gates;
using MoECollab.Training.Losses;
using MoECollab.Training.RoutingKeys;
using static TorchSharp.torch;

namespace MoECollab.Training.Joint;

/// <summary>
/// Trains gate and differentiable experts together, from random weights or from packages, with the encoder frozen. The options are those of
/// <see cref="GateTrainer"/>; <c>train-top-k</c> above 0 lets only the experts with the k largest scores share an example's loss.
/// </summary>
/// <param name="time">Measures speed and decides when progress and checkpoints are due; never a result.</param>
public sealed class JointTrainer(TimeProvider time)
{
    /// <summary>Trains gate and experts; the gate's files lie below the training's folder afterwards, each expert's below its own.</summary>
    /// <param name="scorer">The name of a scorer that is fitted by gradients, for example <c>linear</c>.</param>
    /// <param name="id">The gate's id.</param>
    /// <param name="version">SemVer.</param>
    /// <param name="experts">The experts, at least one.</param>
    /// <param name="training">What to learn from.</param>
    /// <exception cref="Data.BadDataException">There is no example, or all have one label.</exception>
    /// <exception cref="MoECollabException">A part cannot be fitted by gradients, an option cannot be read, or the loss diverged.</exception>
    public JointResult Train(string scorer, string id, string version, IReadOnlyList<JointExpert> experts, PooledTraining training)
    {
        ExampleChecks.Classes("the joint training", training.Examples);
        ArgumentOutOfRangeException.ThrowIfZero(experts.Count, nameof(experts));
        Libtorch.SetThreads(training.Threads);
        var options = new OptionReader(training.Options);
        var settings = GateSettings.Read(options);
        var fitting = FitSettings.Read(options, new FitSettings());
        var terms = AuxiliaryTerms.Read(options, training.Components, GateContexts.Of(training, [], new Dictionary<string, string>(), NoFiles.Instance));
        options.ThrowIfFaulty();
        var scorerOptions = training.Options.Without(options.Known);
        IReadOnlyList<JointExpert> ordered = [.. experts.OrderBy(expert => expert.Name.Id, StringComparer.Ordinal)];
        foreach (var folder in ordered.Select(expert => expert.OutputFolder).Append(training.OutputFolder))
            Directory.CreateDirectory(Path.Combine(folder, PackageLayout.ContentFolder));
        using var pool = Prepare(ordered, training);
        var epochs = Fit(scorer, ordered, fitting, new GateObjective(terms, settings.TrainTopK, training.Seed, training.Device), scorerOptions, pool);
        var composition = new GateFile
        {
            Id = id,
            Version = version,
            Encoder = training.Encoder?.Description.Fingerprint ?? "",
            TrainedFor = [.. ordered.Select(expert => expert.Name.Id)],
            Scorer = new GateComponent(scorer) { Options = scorerOptions },
            Selector = settings.SelectorComponent(),
        };
        return Finish(composition, ordered, settings, epochs, pool);
    }

    private JointPool Prepare(IReadOnlyList<JointExpert> experts, PooledTraining run)
    {
        var snapshot = new ExpertSnapshot(1, experts.Select(expert => new ExpertDescriptor(expert.Name.Id, expert.Name.Version, new ClassSpace(expert.Labels))));
        var pulse = new ProgressPulse(run.Progress, time, "encoding for the joint training");
        PooledInputs Encode(IReadOnlyList<LabelledInput> examples)
        {
            var inputs = examples.Select(example => example.Input).ToList();
            InputNeeds[] needs = run.Encoder is null ? [] : [InputNeeds.Hidden];
            return new PooledInputs(snapshot, examples, ExpertScores.Encode(needs, run.Encoder, inputs, pulse, run.Cancellation), run.Device);
        }

        return new JointPool(run, experts, Encode(run.Examples), Encode(run.Validation));
    }

    private int Fit(string scorer, IReadOnlyList<JointExpert> experts, FitSettings fitting, GateObjective objective, IReadOnlyDictionary<string, string> scorerOptions, JointPool pool)
    {
        var run = pool.Run;
        manual_seed(new SeededStream(run.Seed).Seed());
        var made = new List<(string Id, IDifferentiableExpert Expert)>();
        try
        {
            foreach (var expert in experts) made.Add((expert.Name.Id, Create(expert, run)));
            var context = GateContexts.Of(run, [.. experts.Select(expert => expert.Name.Id)], scorerOptions, NoFiles.Instance);
            using var gate = run.Components.Find<IScorer>(scorer).Create(context);
            if (gate is not ITrainableScorer trainable)
                throw new MoECollabException("gate-not-trainable", $"The scorer '{scorer}' is not fitted by gradients and cannot be trained together with experts; use linear or mlp, or train it alone with 'moe train gate'.");
            var identity = new RunIdentity().Add("joint").Add(scorer).Add(run.Options).Add(experts.SelectMany(expert => expert.Labels.Prepend(expert.Name.Id)))
                .Add(run.Encoder?.Description.Fingerprint).Add(run.Examples).Add(run.Validation).ToString();
            using var fit = new JointFit(identity, trainable, made, objective, pool);
            var loop = new FitLoop(fitting, run, time);
            var outcome = loop.Run(fit);
            trainable.Save(run.OutputFolder);
            for (var i = 0; i < experts.Count; i++) made[i].Expert.Save(experts[i].OutputFolder);
            loop.RemoveCheckpoint();
            return outcome.Epochs;
        }
        finally
        {
            foreach (var (_, expert) in made) expert.Dispose();
        }
    }

    private static IDifferentiableExpert Create(JointExpert expert, PooledTraining run)
    {
        var context = ExpertContexts.Of(expert.Name, Alone(expert, run), expert.Options, expert.From ?? NoFiles.Instance);
        if (expert.From is null) return expert.Factory.CreateUntrained(context);
        var loaded = expert.Factory.Create(context);
        if (loaded is IDifferentiableExpert differentiable) return differentiable;
        loaded.Dispose();
        throw new MoECollabException("expert-not-trainable", $"The expert '{expert.Name.Id}' is not differentiable once loaded; a joint training needs gradients. Leave it frozen and train the gate alone.");
    }

    private JointResult Finish(GateFile composition, IReadOnlyList<JointExpert> experts, GateSettings settings, int epochs, JointPool pool)
    {
        var run = pool.Run;
        var trained = experts.Select(expert => FinishExpert(expert, run, epochs)).ToList();
        var loaded = new List<GateExpert>();
        try
        {
            for (var i = 0; i < experts.Count; i++)
            {
                var context = ExpertContexts.Of(experts[i].Name, Alone(experts[i], run), trained[i].Options, new PackageFiles(experts[i].OutputFolder));
                var descriptor = new ExpertDescriptor(experts[i].Name.Id, experts[i].Name.Version, new ClassSpace(experts[i].Labels));
                loaded.Add(new GateExpert(descriptor, experts[i].Factory.Create(context)));
            }

            var frozen = new FrozenExperts(loaded, run with { CheckpointFolder = null }, time);
            var none = new Likelihoods([], experts.Count);
            var likelihoods = run.Validation.Count == 0 ? none : frozen.Run("validation", "", run.Validation, pool.Validation.Hidden);
            var gatePool = new GatePool(pool.Examples, none, pool.Validation, likelihoods);
            return new JointResult(new GateCalibration(settings, run, frozen).Finish(composition, gatePool, epochs), trained);
        }
        finally
        {
            foreach (var expert in loaded) expert.Expert.Dispose();
        }
    }

    private static TrainedExpert FinishExpert(JointExpert expert, PooledTraining run, int epochs)
    {
        var alone = Alone(expert, run);
        if (run.Encoder is not null && alone.Examples.Count > 0)
            RoutingKey.Write(expert.OutputFolder, run.Encoder, alone.Examples, RoutingKey.MostKeys, run.Seed);
        return ExpertCalibration.Finish(expert.Factory, expert.Name, alone, expert.Options, epochs);
    }

    // The part of the pool that the expert has classes for.
    private static ExpertTraining Alone(JointExpert expert, PooledTraining run)
    {
        var known = expert.Labels.ToHashSet(StringComparer.Ordinal);
        return new ExpertTraining
        {
            OutputFolder = expert.OutputFolder,
            Device = run.Device,
            Seed = run.Seed,
            Threads = run.Threads,
            Options = expert.Options,
            Logger = run.Logger,
            Cancellation = run.Cancellation,
            Labels = expert.Labels,
            Examples = [.. run.Examples.Where(example => known.Contains(example.Label))],
            Validation = [.. run.Validation.Where(example => known.Contains(example.Label))],
            Encoder = run.Encoder,
        };
    }
}
