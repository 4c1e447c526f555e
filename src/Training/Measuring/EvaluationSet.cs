using MoECollab.Gating;
using MoECollab.Inputs;
using MoECollab.Training.Data;
using MoECollab.Training.Evaluation;
using MoECollab.Training.Examples;

namespace MoECollab.Training.Measuring;

/// <summary>The rows that systems are compared on, and how their answers are read.</summary>
public sealed class EvaluationSet
{
    private readonly Dictionary<string, (string Domain, string Label)> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _domainOf;

    /// <summary>Takes the rows of one part.</summary>
    /// <param name="data">The data.</param>
    /// <param name="split">The part; usually the test part.</param>
    public EvaluationSet(LabelledData data, Split split = Split.Test)
    {
        Rows = [.. data.Domains.SelectMany(domain => domain.Rows(split).Select(row => new EvaluationRow(new RawInput(row.Text), domain.Name, row.Label, LabelledInputs.LabelOf(row, data))))];
        foreach (var row in Rows) _known[row.UnionLabel] = (row.Domain, row.Label);
        HasDomains = data.HasDomains;
        Scope = data.Scope;
        Domains = [.. data.Domains.Select(domain => domain.Name)];
        _domainOf = data.Domains.ToDictionary(domain => domain.Id, domain => domain.Name, StringComparer.Ordinal);
    }

    /// <summary>The rows, in the order of the domains.</summary>
    public IReadOnlyList<EvaluationRow> Rows { get; }

    /// <summary>Whether the data has domains; without them routing cannot be right or wrong.</summary>
    public bool HasDomains { get; }

    /// <summary>When a label is right: only with its domain, or by its plain string.</summary>
    public LabelScope Scope { get; }

    /// <summary>Names of the domains.</summary>
    public IReadOnlyList<string> Domains { get; }

    /// <summary>The domain that an expert is the specialist of: the one its id names, else the first of its declared ones that is among the rows; its id where there is none.</summary>
    /// <param name="expert">What is known of the expert.</param>
    public string DomainOf(ExpertDescriptor expert)
    {
        if (_domainOf.TryGetValue(expert.Id, out var own)) return own;
        foreach (var declared in expert.Domains)
        {
            if (declared.Length > 0 && _domainOf.TryGetValue(DomainId.From(declared), out var named)) return named;
        }

        return expert.Id;
    }

    /// <summary>What an answer to a row comes to.</summary>
    /// <param name="row">The row.</param>
    /// <param name="unionLabel">The predicted label of the union; null for no answer.</param>
    /// <param name="probability">Its probability, 0 to 1.</param>
    /// <param name="routedTo">Domain of the expert that was weighted most; null where nothing was routed.</param>
    public Outcome OutcomeOf(EvaluationRow row, string? unionLabel, double probability, string? routedTo = null)
    {
        var (domain, label) = unionLabel is null ? (null, null) : Parts(row, unionLabel);
        return new Outcome(row.Domain, row.Label)
        {
            PredictedDomain = domain,
            PredictedLabel = label,
            Probability = Math.Clamp(probability, 0, 1),
            RoutedTo = HasDomains ? routedTo : null,
        };
    }

    private (string? Domain, string Label) Parts(EvaluationRow row, string unionLabel)
    {
        // A merged label is one of every domain, and so of the row's own.
        if (Scope == LabelScope.Merged) return (row.Domain, unionLabel);
        if (_known.TryGetValue(unionLabel, out var parts)) return parts;
        var slash = unionLabel.IndexOf('/', StringComparison.Ordinal);
        return HasDomains && slash >= 0 ? (unionLabel[..slash], unionLabel[(slash + 1)..]) : (row.Domain, unionLabel);
    }
}
