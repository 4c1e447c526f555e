namespace MoECollab.Training.Reports;

/// <summary>True domains (rows) against the domains that were answered for or routed to (columns).</summary>
/// <param name="Domains">Names, in the order of rows and columns.</param>
/// <param name="Counts">Counts, [domains][domains].</param>
public sealed record DomainConfusion(IReadOnlyList<string> Domains, IReadOnlyList<IReadOnlyList<long>> Counts)
{
    /// <summary>Counts pairs.</summary>
    /// <param name="domains">Names of the domains.</param>
    /// <param name="pairs">True domain and routed domain per row; pairs with an unknown or no routed domain are left out.</param>
    /// <returns>The confusion.</returns>
    public static DomainConfusion Of(IReadOnlyList<string> domains, IEnumerable<(string Actual, string? Routed)> pairs)
    {
        ArgumentNullException.ThrowIfNull(domains);
        ArgumentNullException.ThrowIfNull(pairs);
        var places = domains.Index().ToDictionary(domain => domain.Item, domain => domain.Index, StringComparer.Ordinal);
        var counts = domains.Select(_ => new long[domains.Count]).ToArray();
        foreach (var (actual, routed) in pairs)
        {
            if (routed is not null && places.TryGetValue(actual, out var row) && places.TryGetValue(routed, out var column))
                counts[row][column]++;
        }

        return new DomainConfusion(domains, counts);
    }
}
