using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;
using MoECollab.Training.Evaluation;
using MoECollab.Training.Experts;
using MoECollab.Training.Reports;
using static TorchSharp.torch;

namespace MoECollab.Training.Measuring;

/// <summary>Measures experts without a gate: one over all rows (a monolith), or each on the rows of its own domain (an oracle that knows the domain).</summary>
/// <param name="encoder">The shared encoder; null where no expert needs it.</param>
/// <param name="time">The clock of latency and progress.</param>
public sealed class ExpertEvaluator(IEncoder? encoder, TimeProvider time)
{
    /// <summary>One expert over all rows.</summary>
    /// <param name="id">Names it in messages.</param>
    /// <param name="expert">The expert; borrowed.</param>
    /// <param name="set">The rows.</param>
    /// <param name="cancellation">Stops the work between batches.</param>
    public SystemMeasurement Monolith(string id, IExpert expert, EvaluationSet set, CancellationToken cancellation) =>
        Measure(id, expert, set, set.Rows, routedTo: null, cancellation);

    /// <summary>Each expert on the rows of its own domain; together they are the oracle.</summary>
    /// <param name="experts">The experts, by the ids of their domains; borrowed.</param>
    /// <param name="set">The rows.</param>
    /// <param name="load">The gate's mean weight of each expert, by id; empty where there is no gate.</param>
    /// <param name="cancellation">Stops the work between batches.</param>
    /// <returns>The oracle over all rows, and the figures of each expert.</returns>
    public (SystemMeasurement Oracle, IReadOnlyList<ExpertFigures> Experts) Oracle(
        IReadOnlyList<MixtureExpert> experts, EvaluationSet set, IReadOnlyDictionary<string, double> load, CancellationToken cancellation)
    {
        var figures = new List<ExpertFigures>();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var outcomeOf = new Dictionary<EvaluationRow, Outcome>(ReferenceEqualityComparer.Instance);
        double work = 0, microseconds = 0;
        foreach (var (descriptor, expert) in experts.OrderBy(expert => expert.Descriptor.Id, StringComparer.Ordinal))
        {
            var domain = set.DomainOf(descriptor);
            EvaluationRow[] rows = [.. set.Rows.Where(row => row.Domain == domain)];
            var measured = Measure(descriptor.Id, expert, set, rows, domain, cancellation);
            // Several experts may claim a domain; the oracle asks the first of them.
            if (asked.Add(domain))
            {
                for (var i = 0; i < rows.Length; i++) outcomeOf[rows[i]] = measured.Outcomes[i];
                work += measured.Figures.MultiplyAdds * rows.Length;
                microseconds += (measured.Figures.Microseconds ?? 0) * rows.Length;
            }

            figures.Add(new ExpertFigures
            {
                Id = descriptor.Id,
                Version = descriptor.Version,
                Domain = domain,
                Load = load.GetValueOrDefault(descriptor.Id),
                N = rows.Length,
                Accuracy = measured.Figures.Accuracy,
                MacroF1 = measured.Figures.MacroF1,
                CalibrationError = measured.Figures.CalibrationError,
                MultiplyAdds = measured.Figures.MultiplyAdds,
                Microseconds = measured.Figures.Microseconds,
                Parameters = expert.Traits.ParameterCount,
            });
        }

        Outcome[] outcomes = [.. set.Rows.Select(row => outcomeOf.TryGetValue(row, out var outcome) ? outcome : set.OutcomeOf(row, null, 0))];
        var answered = Math.Max(1, outcomeOf.Count);
        var encodes = experts.Any(expert => expert.Expert.Traits.Needs.HasFlag(InputNeeds.Hidden));
        var parameters = (encodes ? encoder!.ParameterCount : 0) + experts.Sum(expert => expert.Expert.Traits.ParameterCount);
        return (SystemMeasurement.Of(outcomes, work / answered, microseconds / answered, parameters, set.Scope), figures);
    }

    private SystemMeasurement Measure(string id, IExpert expert, EvaluationSet set, IReadOnlyList<EvaluationRow> rows, string? routedTo, CancellationToken cancellation)
    {
        var labels = ExpertScores.ClassesOf(id, expert).Labels;
        RawInput[] inputs = [.. rows.Select(row => row.Input)];
        using var hidden = ExpertScores.Encode([expert.Traits.Needs], encoder, inputs, null, cancellation);
        var outcomes = new Outcome[rows.Count];
        ExpertScores.Probabilities(id, expert, inputs, hidden, (row, probabilities) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var best = Best(probabilities);
            // A mixture drops what is no number; it counts as no answer here too.
            outcomes[row] = float.IsFinite(probabilities[best])
                ? set.OutcomeOf(rows[row], labels[best], probabilities[best], routedTo)
                : set.OutcomeOf(rows[row], null, 0, routedTo);
        });
        var needsHidden = expert.Traits.Needs.HasFlag(InputNeeds.Hidden);
        var work = inputs.Length == 0 ? 0 : inputs.Average(input => (double)WorkOf(expert, input) + (needsHidden ? encoder!.MultiplyAdds(input) : 0));
        var parameters = expert.Traits.ParameterCount + (needsHidden ? encoder!.ParameterCount : 0);
        return SystemMeasurement.Of(outcomes, work, Latency.Median(inputs, One(expert, labels.Count), time), parameters, set.Scope);
    }

    // As a mixture answers one input: without tensors where encoder and expert can.
    private Action<RawInput> One(IExpert expert, int classes)
    {
        var needsHidden = expert.Traits.Needs.HasFlag(InputNeeds.Hidden);
        if (expert is IDirectExpert direct && (!needsHidden || encoder is IDirectEncoder))
        {
            var vector = needsHidden ? new float[encoder!.Description.HiddenSize] : [];
            var probabilities = new float[classes];
            return input =>
            {
                if (needsHidden) ((IDirectEncoder)encoder!).Encode(input.Text, vector);
                direct.Run(input.Text, vector, probabilities);
            };
        }

        return input =>
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            using var output = expert.Run(new ExpertBatch([input], needsHidden ? encoder!.Encode([input]) : null));
        };
    }

    private static long WorkOf(IExpert expert, RawInput input) => (expert as ICountsWork)?.MultiplyAdds(input) ?? expert.Traits.MultiplyAdds;

    private static int Best(ReadOnlySpan<float> probabilities)
    {
        var best = 0;
        for (var c = 1; c < probabilities.Length; c++)
        {
            if (probabilities[c] > probabilities[best]) best = c;
        }

        return best;
    }
}
