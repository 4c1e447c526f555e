using System.Collections.Frozen;

namespace MoECollab.Gating;

/// <summary>The experts of one call, ordered by id (ordinal): a call sees one snapshot from beginning to end. A position is valid within its snapshot only.</summary>
public sealed class ExpertSnapshot
{
    private readonly FrozenDictionary<string, int> _positions;

    /// <summary>Creates a snapshot.</summary>
    /// <param name="version">Grows with every change of the set.</param>
    /// <param name="experts">Descriptors with distinct ids, in any order.</param>
    /// <exception cref="ArgumentException">Two descriptors have one id.</exception>
    public ExpertSnapshot(long version, IEnumerable<ExpertDescriptor> experts)
    {
        Version = version;
        Experts = [.. experts.OrderBy(expert => expert.Id, StringComparer.Ordinal)];
        for (var i = 1; i < Experts.Count; i++)
        {
            if (Experts[i].Id == Experts[i - 1].Id)
                throw new ArgumentException($"Two experts are called '{Experts[i].Id}'; ids must be distinct.", nameof(experts));
        }

        _positions = Experts.Select((expert, position) => (expert.Id, position)).ToFrozenDictionary(pair => pair.Id, pair => pair.position, StringComparer.Ordinal);
    }

    /// <summary>Grows with every change of the set.</summary>
    public long Version { get; }

    /// <summary>N descriptors, ordered by id (ordinal).</summary>
    public IReadOnlyList<ExpertDescriptor> Experts { get; }

    /// <summary>The position of an expert, or −1.</summary>
    /// <param name="id">The expert's id.</param>
    public int PositionOf(string id) => _positions.GetValueOrDefault(id, -1);
}
