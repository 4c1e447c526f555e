namespace MoECollab.Mixture.Executing;

/// <summary>What one expert answered to its rows, in host memory and checked.</summary>
/// <param name="Values">[R, columns]: probabilities or vectors; empty for texts.</param>
/// <param name="Texts">R texts, or null.</param>
/// <param name="Faults">Why a row's answer cannot be used, or null; null as a whole where every row is sound.</param>
internal sealed record ExpertRows(float[] Values, IReadOnlyList<string>? Texts, string?[]? Faults)
{
    /// <summary>An expert that failed as a whole.</summary>
    public static ExpertRows Failed(int rows, string reason)
    {
        var faults = new string?[rows];
        Array.Fill(faults, reason);
        return new ExpertRows([], null, faults);
    }

    /// <summary>Why a row's answer cannot be used; null where it can.</summary>
    public string? FaultOf(int row) => Faults?[row];
}
