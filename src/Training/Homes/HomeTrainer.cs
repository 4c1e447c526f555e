using MoECollab.Errors;
using MoECollab.Packaging.Mixtures;
using MoECollab.Training.Gates;
using MoECollab.Training.Homes.Finding;
using MoECollab.Training.Homes.Forecasting;

namespace MoECollab.Training.Homes;

/// <summary>
/// From labelled text to a home: the encoder from texts alone, one expert per domain on that domain's rows alone, the gate on all rows with
/// the experts frozen, then <c>moe.json</c>, and at the end the home's record of it. A killed training goes on with the packages it had finished and the checkpoint it had reached.
/// </summary>
/// <param name="time">Measures speed and decides when progress and checkpoints are due; never a result.</param>
public sealed class HomeTrainer(TimeProvider time)
{
    /// <summary>Trains everything that is not finished yet.</summary>
    /// <param name="plan">What to train, from what, and where to.</param>
    /// <exception cref="MoECollabException">A part cannot be trained, or an option cannot be read.</exception>
    public TrainedHome Train(HomePlan plan)
    {
        var parts = new FinishedParts(plan.CheckpointFolder);
        var forecast = new FitForecast(FitWork.Of(plan, plan.Encoder is not null), time);
        plan = Told(plan, forecast);
        forecast.Begin(FitStage.Encoder, tellsHowFar: false);
        if (plan.Search is null) RefuseAnotherFit(plan);
        var manifest = plan.Encoder is null ? null : EncoderStage.Train(plan, plan.Encoder, parts);
        using var encoder = manifest is null ? null : EncoderStage.Open(plan, plan.Encoder!, manifest);
        FoundDomains? found = null;
        if (plan.Search is not null)
        {
            forecast.Begin(FitStage.Domains, tellsHowFar: false);
            var finder = new DomainFinder(encoder ?? throw new ArgumentException("Domains are found by an encoder's vectors, and the plan has no encoder.", nameof(plan)), time);
            (var data, found) = finder.Find(plan, plan.Search);
            plan = plan with { Data = data, GeneralExpert = data.Domains.Count > 1 };
            RefuseAnotherFit(plan);
        }

        forecast.Begin(FitStage.Vocabulary, tellsHowFar: true);
        var vocabulary = plan.SharesVocabulary ? SharedVocabulary.Count(plan, parts) : null;
        var configuration = new MixtureConfiguration { Encoder = manifest is null ? null : $"{manifest.Id}@{manifest.Version}" };
        return Finish(plan, new HomeAddition(configuration, [], encoder, plan.Data), vocabulary, parts, forecast, trained => trained with { Encoder = manifest, Found = found });
    }

    /// <summary>Adds experts for the plan's domains to a home, and trains its gate again over all of them; nothing of the other experts is touched.</summary>
    /// <param name="plan">The new domains; its encoder is not looked at, its gate has a new version.</param>
    /// <param name="addition">What the home has.</param>
    /// <exception cref="MoECollabException">A part cannot be trained, or an option cannot be read.</exception>
    public TrainedHome Add(HomePlan plan, HomeAddition addition)
    {
        // The gate is trained on the rows of all domains, not of the new ones alone.
        var work = FitWork.Of(plan, hasEncoder: false).ToDictionary();
        work[FitStage.Gate] = FitWork.Of(plan with { Data = addition.Pooled }, hasEncoder: false)[FitStage.Gate];
        var forecast = new FitForecast(work, time);
        return Finish(Told(plan, forecast), addition, SharedVocabulary.Of(plan.Home), new FinishedParts(plan.CheckpointFolder), forecast, trained => trained);
    }

    private TrainedHome Finish(HomePlan plan, HomeAddition before, SharedVocabulary? vocabulary, FinishedParts parts, FitForecast forecast, Func<TrainedHome, TrainedHome> complete)
    {
        forecast.Begin(FitStage.Experts, tellsHowFar: true);
        var stage = new ExpertStage(plan, before.Encoder, vocabulary, parts, time);
        var tasks = ExpertTask.Of(plan);
        var manifests = stage.Train(tasks);
        var opened = new List<GateExpert>();
        try
        {
            foreach (var manifest in manifests) opened.Add(stage.Open(manifest));
            forecast.Begin(FitStage.Gate, tellsHowFar: false);
            var (gate, trial) = new GateStage(plan with { Data = before.Pooled }, before.Encoder, vocabulary, parts, time).Train([.. before.Experts, .. opened]);
            var configuration = before.Configuration with
            {
                Gate = trial.Active,
                GuardThreshold = trial.Earned && gate.File.Guard is not null ? gate.GuardThreshold : null,
            };
            configuration.Write(plan.Home);
            var trained = complete(new TrainedHome(configuration, null, manifests, gate, parts.Reused) { Trial = trial, Data = before.Pooled });
            forecast.Begin(FitStage.Report, tellsHowFar: false);
            // Figures on validation rows come before any expert has learned them.
            plan.WhenWritten?.Invoke(trained);
            forecast.Begin(FitStage.Refit, tellsHowFar: true);
            new ExpertRefit(plan, before.Encoder, vocabulary, parts).Run(tasks, manifests);
            // The record comes last: experts that it names are there, and so is everything else of their fit.
            Remember(plan, trial.Trained);
            parts.Clear();
            return trained;
        }
        finally
        {
            opened.ForEach(expert => expert.Expert.Dispose());
        }
    }

    // Experts of other data would stay in the home, unknown to its new gate and, with another encoder, of no use.
    private static void RefuseAnotherFit(HomePlan plan)
    {
        if (plan.Record is null || FitRecord.Read(plan.Home) is not { } old) return;
        string[] others = [.. old.Experts.Except(ExpertTask.Of(plan).Select(task => task.Id), StringComparer.Ordinal)];
        if (others.Length > 0)
            throw new MoECollabException("home-of-another-fit", $"{plan.Home.Root} was fitted from other data: it has the experts {string.Join(", ", others)}, which are none of this data's domains. Name another --home, add to it with --add, or remove it first.");
    }

    private static HomePlan Told(HomePlan plan, FitForecast forecast) => plan.Progress is null ? plan : plan with { Progress = new ForecastProgress(forecast, plan.Progress) };

    private static void Remember(HomePlan plan, string gate)
    {
        if (plan.Record is null) return;
        var experts = plan.Record.Experts.Concat(ExpertTask.Of(plan).Select(task => task.Id)).Distinct(StringComparer.Ordinal);
        var general = plan.GeneralExpert ? ExpertTask.GeneralId(plan.Data) : plan.Record.General;
        (plan.Record with { Experts = [.. experts.Order(StringComparer.Ordinal)], General = general, Gate = gate }).Write(plan.Home);
    }
}
