using System.Globalization;
using MoECollab.Cli.Homes;
using MoECollab.Gating.Composing;
using MoECollab.Mixture.Mixing;
using MoECollab.Training;
using MoECollab.Training.Measuring;
using MoECollab.Training.Reports;

namespace MoECollab.Cli.Evaluating;

/// <summary>What a home's mixture reaches on some rows, beside the same experts with equal weights and with the domain known.</summary>
/// <param name="Mixture">The mixture as it serves.</param>
/// <param name="Uniform">All experts, equal weights.</param>
/// <param name="Oracle">The expert of the true domain; null where the data has no domains, or no expert is of one of them.</param>
/// <param name="Experts">Each expert on the rows of its own domain.</param>
internal sealed record HomeMeasurement(MixtureMeasurement Mixture, MixtureMeasurement Uniform, SystemMeasurement? Oracle, IReadOnlyList<ExpertFigures> Experts)
{
    public static HomeMeasurement Of(OpenedHome home, EvaluationSet set, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        var request = new MixtureRequest { Cancellation = cancellation };
        var evaluator = new MixtureEvaluator(TimeProvider.System);
        var mixture = evaluator.Evaluate(home.Mixture, set, home.ParameterCount, request, new NamedProgress("the mixture answers", progress));
        using var uniformGate = home.Build(Uniformly(home.Experts.Count));
        var parameters = home.ParameterCount - home.Gate.Scorer.ParameterCount;
        using var withUniform = home.With(uniformGate);
        var uniform = evaluator.Evaluate(withUniform, set, parameters, request, new NamedProgress("the uniform mixture answers", progress));
        var specialists = Specialists(home, set);
        var (oracle, experts) = new ExpertEvaluator(home.Loaded.Encoder?.Encoder, TimeProvider.System).Oracle(specialists, set, mixture.Load, cancellation);
        return new HomeMeasurement(mixture, uniform, set.HasDomains && specialists.Count > 0 ? oracle : null, experts);
    }

    // An expert without a domain of its own among the rows (a general one) has no part in the oracle.
    private static List<MixtureExpert> Specialists(OpenedHome home, EvaluationSet set) =>
        [.. home.Experts.Where(expert => set.Domains.Contains(set.DomainOf(expert.Descriptor)))];

    private static GateFile Uniformly(int experts) => new()
    {
        Id = "uniform",
        Version = "1.0.0",
        Scorer = new GateComponent("uniform"),
        Selector = new GateComponent("top-k")
        {
            Options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["k"] = experts.ToString(CultureInfo.InvariantCulture) },
        },
    };
}
