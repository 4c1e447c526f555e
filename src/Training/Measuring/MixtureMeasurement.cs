using MoECollab.Mixture.Answering;
using MoECollab.Training.Evaluation;
using MoECollab.Training.Reports;

namespace MoECollab.Training.Measuring;

/// <summary>A mixture's answers to the rows of a set, and what they come to.</summary>
public sealed record MixtureMeasurement
{
    /// <summary>One per row, in the rows' order.</summary>
    public required IReadOnlyList<Outcome> Outcomes { get; init; }

    /// <summary>The answers; null where every chosen expert failed.</summary>
    public required IReadOnlyList<MixtureAnswer?> Answers { get; init; }

    /// <summary>Figures over all rows.</summary>
    public required MixtureFigures Figures { get; init; }

    /// <summary>Figures per domain.</summary>
    public required IReadOnlyList<DomainFigures> Domains { get; init; }

    /// <summary>True domain against the domain of the first expert; null where there are no domains.</summary>
    public DomainConfusion? Confusion { get; init; }

    /// <summary>Entropy of the routing probabilities per row, in nats.</summary>
    public required Histogram EntropyHistogram { get; init; }

    /// <summary>The weight of each expert in the answers, averaged over the rows, by id.</summary>
    public required IReadOnlyDictionary<string, double> Load { get; init; }

    /// <summary>Whether each answer is right, for paired comparisons.</summary>
    public bool[] Right => [.. Outcomes.Select(outcome => outcome.IsRight(LabelScope.WithDomain))];
}
