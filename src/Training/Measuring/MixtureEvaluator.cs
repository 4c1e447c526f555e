using MoECollab.Gating;
using MoECollab.Inputs;
using MoECollab.Mixture;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Mixing;
using MoECollab.Training.Evaluation;
using MoECollab.Training.Fitting;
using MoECollab.Training.Reports;

namespace MoECollab.Training.Measuring;

/// <summary>Measures a mixture on labelled rows: accuracy, routing, cost, use of its experts.</summary>
/// <param name="time">The clock of latency and progress.</param>
public sealed class MixtureEvaluator(TimeProvider time)
{
    private const int BatchSize = 256;

    /// <summary>Answers every row and measures.</summary>
    /// <param name="mixture">The mixture; borrowed.</param>
    /// <param name="set">The rows.</param>
    /// <param name="parameters">Parameters of encoder, gate and experts, tables counted once.</param>
    /// <param name="request">What is asked besides, for example k.</param>
    /// <param name="progress">Told how far it is, or null.</param>
    public MixtureMeasurement Evaluate(ExpertMixture mixture, EvaluationSet set, long parameters, MixtureRequest request, IProgress<TrainingProgress>? progress)
    {
        var answers = AnswerAll(mixture, set, request with { CountWork = true }, progress);
        Outcome[] outcomes = [.. set.Rows.Select((row, i) => set.OutcomeOf(row, answers[i]?.Label, answers[i]?.Probability ?? 0, DomainOfPrimary(mixture.Snapshot, set, answers[i])))];
        var result = EvaluationResult.Of(outcomes, set.Scope);
        var use = new ExpertUse(mixture.Snapshot, answers);
        var inputs = set.Rows.Select(row => row.Input).ToList();
        return new MixtureMeasurement
        {
            Outcomes = outcomes,
            Answers = answers,
            Domains = [.. result.Domains.Select(domain => DomainFigures.From(domain) with
            {
                MultiplyAdds = MeanWork(set, answers, domain.Domain),
                Microseconds = Latency.Median([.. set.Rows.Where(row => row.Domain == domain.Domain).Select(row => row.Input)], Answer, time),
            })],
            Confusion = set.HasDomains ? DomainConfusion.Of(set.Domains, outcomes.Select(outcome => (outcome.Domain, outcome.RoutedTo))) : null,
            EntropyHistogram = Entropy.Histogram(use.Entropies, mixture.Snapshot.Experts.Count),
            Load = use.Load,
            Figures = new MixtureFigures
            {
                N = outcomes.Length,
                Accuracy = result.Overall.Accuracy,
                MacroF1 = result.Overall.MacroF1,
                CalibrationError = result.Overall.CalibrationError,
                RoutingAccuracy = result.Overall.RoutingAccuracy,
                MultiplyAdds = MeanWork(set, answers, null),
                Microseconds = Latency.Median(inputs, Answer, time),
                Parameters = parameters,
                Utilisation = Utilisation.EffectiveShare(use.MeanProbabilities),
                ActiveShare = Utilisation.ActiveShare([.. mixture.Snapshot.Experts.Select(expert => use.Load[expert.Id])]),
                Entropy = use.Entropies.Length == 0 ? 0 : use.Entropies.Average(),
            },
        };

        void Answer(RawInput input) => mixture.TryAnswer([input], request);
    }

    private MixtureAnswer?[] AnswerAll(ExpertMixture mixture, EvaluationSet set, MixtureRequest request, IProgress<TrainingProgress>? progress)
    {
        var pulse = new ProgressPulse(progress, time, "answering");
        var answers = new MixtureAnswer?[set.Rows.Count];
        for (var start = 0; start < answers.Length; start += BatchSize)
        {
            request.Cancellation.ThrowIfCancellationRequested();
            RawInput[] inputs = [.. set.Rows.Skip(start).Take(BatchSize).Select(row => row.Input)];
            var outcomes = mixture.TryAnswer(inputs, request);
            for (var i = 0; i < inputs.Length; i++) answers[start + i] = outcomes[i].Answer;
            pulse.Advance(inputs.Length, (double)(start + inputs.Length) / answers.Length);
        }

        return answers;
    }

    private static string? DomainOfPrimary(ExpertSnapshot experts, EvaluationSet set, MixtureAnswer? answer) =>
        answer is { Experts.Count: > 0 } ? set.DomainOf(experts.Experts[experts.PositionOf(answer.Experts[0].Id)]) : null;

    private static double MeanWork(EvaluationSet set, MixtureAnswer?[] answers, string? domain)
    {
        var work = answers.Where((answer, i) => answer?.MultiplyAdds is not null && (domain is null || set.Rows[i].Domain == domain)).Select(answer => (double)answer!.MultiplyAdds!.Value).ToList();
        return work.Count == 0 ? 0 : work.Average();
    }
}
