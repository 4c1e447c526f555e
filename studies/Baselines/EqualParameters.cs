using MoECollab.Errors;

namespace MoECollab.Studies.Baselines;

/// <summary>Finds the size at which a model has as many parameters as another one, so that a comparison is one of structure.</summary>
public static class EqualParameters
{
    /// <summary>How far the two numbers may be apart, as a share of the target.</summary>
    public const double Tolerance = 0.05;

    /// <summary>The size whose number of parameters is nearest to a target.</summary>
    /// <param name="parametersOf">Number of parameters at a size; grows with it.</param>
    /// <param name="target">The number to meet, above 0.</param>
    /// <param name="smallest">The smallest size, at least 1.</param>
    /// <param name="largest">The largest size.</param>
    /// <exception cref="MoECollabException">No size comes within 5 % (<c>baseline-size</c>).</exception>
    public static int Size(Func<int, long> parametersOf, long target, int smallest, int largest)
    {
        var (low, high) = (smallest, largest);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (parametersOf(middle) < target) low = middle + 1;
            else high = middle;
        }

        // low is the first size that reaches the target; the one before may be nearer.
        var best = low > smallest && target - parametersOf(low - 1) < Math.Abs(parametersOf(low) - target) ? low - 1 : low;
        var found = parametersOf(best);
        if (Math.Abs(found - target) <= Tolerance * target) return best;
        throw new MoECollabException(
            "baseline-size",
            $"No size from {smallest} to {largest} gives {target:N0} parameters within {Tolerance:P0}; size {best} gives {found:N0}. Widen the range, or change another option of the model.");
    }
}
