using MoECollab.Training.Data;

namespace MoECollab.Studies.FewExamples;

/// <summary>How many training rows of each class a setting leaves, drawn by a seed.</summary>
/// <param name="Name">Names its cells and figures.</param>
/// <param name="PerClass">Rows of each class at most.</param>
internal sealed record DrawnExamples(string Name, int PerClass)
{
    // Rows to choose on are examples too: a fifth as many.
    private const int TrainPerDev = 5;

    /// <summary>The one domain that keeps all its rows; null for none.</summary>
    public string? Large { get; init; }

    public LabelledData From(LabelledData data, long seed)
    {
        var random = new Random((int)seed);
        return data with { Domains = [.. data.Domains.Select(domain => domain.Name == Large ? domain : Draw(domain, random))] };
    }

    private DomainData Draw(DomainData domain, Random random) => domain with
    {
        Train = Draw(domain.Train, PerClass, random),
        Dev = Draw(domain.Dev, Math.Max(1, PerClass / TrainPerDev), random),
        DevFromTrain = false,
    };

    private static IReadOnlyList<Example> Draw(IReadOnlyList<Example> rows, int most, Random random)
    {
        var shuffled = rows.ToArray();
        random.Shuffle(shuffled);
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. shuffled.Where(row => (taken[row.Label] = taken.GetValueOrDefault(row.Label) + 1) <= most)];
    }
}
