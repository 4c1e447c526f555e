using System.Globalization;

namespace MoECollab.Training.Gates.Trial;

/// <summary>
/// Whether a trained gate earned its place. On validation rows it is compared with always the best single expert, always the cheapest, all experts
/// with equal weights, and its own choices dealt out to the inputs at random, which costs the same; it is active only where the lower end of the
/// paired bootstrap's 95 % interval of its gain is above zero against every one of them. Otherwise the simplest of the first three is active
/// than which none of them is surely better, and one expert alone only where it is right as often as the
/// best single one, and, where no two experts share a label, as all together.
/// </summary>
public sealed record GateTrial
{
    /// <summary>Validation rows; 0 where there are none, and nothing could be judged.</summary>
    public required int Rows { get; init; }

    /// <summary>The trained gate, <c>id@version</c>.</summary>
    public required string Trained { get; init; }

    /// <summary>Share of right answers with the trained gate, in [0, 1].</summary>
    public double Accuracy { get; init; }

    /// <summary>Counted multiply-adds per input with the trained gate.</summary>
    public double MultiplyAdds { get; init; }

    /// <summary>What it had to beat.</summary>
    public IReadOnlyList<GateRival> Rivals { get; init; } = [];

    /// <summary>The gate that is active, <c>id@version</c>.</summary>
    public required string Active { get; init; }

    /// <summary>Whether the trained gate is the active one.</summary>
    public bool Earned => Active == Trained;

    /// <summary>The verdict and its figures, a sentence a line.</summary>
    public IEnumerable<string> Describe()
    {
        if (Rows == 0)
        {
            yield return $"The gate {Trained} is active without a trial: there are no validation rows to judge it on.";
            yield break;
        }

        yield return Earned
            ? $"The trained gate {Trained} earned its place on {Rows:N0} validation rows ({Percent(Accuracy)} right): the lower end of its gain is above zero against every rival."
            : $"The trained gate {Trained} did not earn its place on {Rows:N0} validation rows ({Percent(Accuracy)} right): the lower end of its gain is not above zero against {string.Join(", ", Rivals.Where(rival => !rival.Gain.IsGain).Select(rival => rival.Name))}. The simplest winner, {Active}, is active instead.";
        foreach (var rival in Rivals)
            yield return $"Against {rival.Name} ({Percent(rival.Accuracy)}): {Points(rival.Gain.Difference)} points, 95 % interval {Points(rival.Gain.Lower)} to {Points(rival.Gain.Upper)}.";
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");

    private static string Points(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:+0.00;-0.00;0.00}");
}
