using MoECollab.Training.Evaluation;

namespace MoECollab.Training.Reports;

/// <summary><c>report.json</c> of the demo and of <c>eval</c>: what was compared, on what, and what came out.</summary>
public sealed record Report
{
    /// <summary>Version of this form; fields may be added within a version.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>Heading of the page.</summary>
    public string Title { get; init; } = "Mixture of experts";

    /// <summary>The command that made the report, or null.</summary>
    public string? Command { get; init; }

    /// <summary>Kind of machine, in words, or null.</summary>
    public string? Machine { get; init; }

    /// <summary>Seed of everything random.</summary>
    public required long Seed { get; init; }

    /// <summary>The data that was used.</summary>
    public required ReportData Data { get; init; }

    /// <summary>Device of the computation, for example <c>cpu</c> or <c>cuda:0</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Version of libtorch.</summary>
    public required string Libtorch { get; init; }

    /// <summary>The mixture.</summary>
    public required MixtureFigures Mixture { get; init; }

    /// <summary>One classifier over all labels; null where absent.</summary>
    public SystemFigures? Monolith { get; init; }

    /// <summary>The same experts, all with equal weights; null where absent.</summary>
    public SystemFigures? Uniform { get; init; }

    /// <summary>The same experts, the domain known; null where absent.</summary>
    public SystemFigures? Oracle { get; init; }

    /// <summary>fastText over all labels; null where it is not installed.</summary>
    public SystemFigures? FastText { get; init; }

    /// <summary>Each expert on the rows of its own domain.</summary>
    public IReadOnlyList<ExpertFigures> Experts { get; init; } = [];

    /// <summary>The mixture per domain.</summary>
    public IReadOnlyList<DomainFigures> Domains { get; init; } = [];

    /// <summary>Differences of the mixture to the others, with intervals.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; init; } = [];

    /// <summary>True domain against the domain of the first expert; null where nothing was routed.</summary>
    public DomainConfusion? Confusion { get; init; }

    /// <summary>Entropy of the gate's weights per row, in nats; null where nothing was routed.</summary>
    public Histogram? EntropyHistogram { get; init; }

    /// <summary>Some rows with the mixture's answers.</summary>
    public IReadOnlyList<ReportExample> Examples { get; init; } = [];

    /// <summary>What a reader must know: what was chosen and why, what was absent.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
