namespace MoECollab.Host.Seeing.Metrics;

/// <summary>What was routed within some time.</summary>
/// <param name="Seconds">How long, at most five minutes.</param>
/// <param name="Answered">Inputs by the expert that answered them first.</param>
/// <param name="Before">The same since the gate came, up to that time.</param>
internal sealed record Traffic(double Seconds, IReadOnlyDictionary<string, double> Answered, IReadOnlyDictionary<string, double> Before)
{
    /// <summary>Mean entropy of routing, in nats; 0 without traffic.</summary>
    public double Entropy { get; init; }

    /// <summary>Faults of experts.</summary>
    public double Faults { get; init; }

    /// <summary>Requests that were refused or given up.</summary>
    public double Rejected { get; init; }

    /// <summary>Bound in seconds below which half of the requests for answers lie.</summary>
    public double MedianLatency { get; init; }

    /// <summary>Bound in seconds below which 99 % of the requests for answers lie.</summary>
    public double HighLatency { get; init; }

    /// <summary>Inputs that were answered.</summary>
    public double Total => Answered.Values.Sum();

    /// <summary>An expert's part of the answered inputs.</summary>
    public double ShareOf(string expert) => Total is > 0 and var total ? Answered.GetValueOrDefault(expert) / total : 0;

    /// <summary>KL(share ‖ uniform) over experts, in nats: 0 where all of them answer equally often.</summary>
    public double Divergence(IReadOnlyCollection<string> experts)
    {
        var total = experts.Sum(id => Answered.GetValueOrDefault(id));
        return total == 0 ? 0 : experts.Select(id => Answered.GetValueOrDefault(id) / total).Where(share => share > 0).Sum(share => share * Math.Log(share * experts.Count));
    }

    /// <summary>Jensen-Shannon divergence between now and before, in nats; 0 where there is nothing to compare.</summary>
    public double Drift()
    {
        var (now, before) = (Total, Before.Values.Sum());
        if (now == 0 || before == 0)
            return 0;
        return Math.Max(0, Answered.Keys.Union(Before.Keys).Sum(id =>
        {
            var (p, q) = (Answered.GetValueOrDefault(id) / now, Before.GetValueOrDefault(id) / before);
            var middle = (p + q) / 2;
            return ((p > 0 ? p * Math.Log(p / middle) : 0) + (q > 0 ? q * Math.Log(q / middle) : 0)) / 2;
        }));
    }
}
