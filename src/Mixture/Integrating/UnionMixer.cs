using System.Buffers;

namespace MoECollab.Mixture.Integrating;

/// <summary>
/// p(y|x) = Σ_i g_i(x) · Σ_{c: M_i(c)=y} softmax(o_i)_c over the union of labels: a mixture of probabilities, never of padded logits, in which an
/// expert with more classes would count for more. Only the executed experts' labels are touched, so the cost does not grow with what is installed.
/// </summary>
internal sealed class UnionMixer(LabelUnion union, double temperature)
{
    /// <summary>Mixes what the experts of one input answered.</summary>
    /// <param name="parts">At least one; weights of any positive sum.</param>
    /// <param name="wanted">Whether the probability of every label is wanted.</param>
    public (string Label, float Probability, IReadOnlyDictionary<string, float>? All) Mix(ReadOnlySpan<ClassPart> parts, bool wanted)
    {
        var masses = ArrayPool<float>.Shared.Rent(union.Labels.Length);
        var counted = ArrayPool<bool>.Shared.Rent(union.Labels.Length);
        try
        {
            Add(parts, masses, counted);
            var (best, sum) = Sharpen(parts, masses, counted);
            return (union.Labels[best], masses[best] / sum, wanted ? Listed(parts, masses, sum) : null);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(masses);
            ArrayPool<bool>.Shared.Return(counted);
        }
    }

    private static void Add(ReadOnlySpan<ClassPart> parts, Span<float> masses, Span<bool> counted)
    {
        foreach (var part in parts)
        {
            foreach (var label in part.Map)
            {
                masses[label] = 0f;
                counted[label] = false;
            }
        }

        foreach (var part in parts)
        {
            var probabilities = part.Probabilities.Span;
            for (var i = 0; i < part.Map.Length; i++)
                masses[part.Map[i]] += part.Weight * probabilities[i];
        }
    }

    /// <summary>Applies the temperature, and finds the best label (ties: the ordinally smaller one) and the sum over the executed experts' labels, each counted once.</summary>
    private (int Best, float Sum) Sharpen(ReadOnlySpan<ClassPart> parts, Span<float> masses, Span<bool> counted)
    {
        var best = -1;
        double sum = 0;
        foreach (var part in parts)
        {
            foreach (var label in part.Map)
            {
                if (counted[label])
                    continue;
                counted[label] = true;
                if (temperature != 1)
                    masses[label] = (float)Math.Pow(masses[label], 1 / temperature);
                sum += masses[label];
                if (best < 0 || masses[label] > masses[best] || (masses[label] == masses[best] && label < best))
                    best = label;
            }
        }

        return (best, sum > 0 ? (float)sum : 1f);
    }

    private SortedDictionary<string, float> Listed(ReadOnlySpan<ClassPart> parts, ReadOnlySpan<float> masses, float sum)
    {
        var all = new SortedDictionary<string, float>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            foreach (var label in part.Map)
                all[union.Labels[label]] = masses[label] / sum;
        }

        return all;
    }
}
