using System.Numerics;
using MoECollab.Training.Fitting;

namespace MoECollab.Training.RoutingKeys;

/// <summary>Lloyd's k-means with seeded k-means++ starts (Arthur and Vassilvitskii 2007); equal seeds give equal centres.</summary>
internal static class KMeans
{
    private const int Rounds = 25;

    /// <summary>Finds centres.</summary>
    /// <param name="points">[rows × dimension] row by row; at least one row.</param>
    /// <param name="dimension">At least 1.</param>
    /// <param name="count">Centres wanted; fewer are returned where there are fewer distinct points.</param>
    /// <param name="seed">Source of the starts.</param>
    /// <returns>[m × dimension] row by row.</returns>
    public static float[] Centres(ReadOnlySpan<float> points, int dimension, int count, long seed)
    {
        var centres = Start(points, dimension, count, new SeededStream(seed));
        var owner = new int[points.Length / dimension];
        for (var round = 0; round < Rounds; round++)
        {
            if (!Assign(points, centres, dimension, owner)) break;
            Move(points, centres, dimension, owner);
        }

        return centres;
    }

    private static float[] Start(ReadOnlySpan<float> points, int dimension, int count, SeededStream stream)
    {
        var rows = points.Length / dimension;
        var centres = new List<float>(count * dimension);
        centres.AddRange(points.Slice(stream.Below(rows) * dimension, dimension));
        var nearest = new double[rows];
        Array.Fill(nearest, double.PositiveInfinity);
        while (centres.Count < count * dimension)
        {
            var newest = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(centres)[^dimension..];
            var total = 0.0;
            for (var row = 0; row < rows; row++)
            {
                nearest[row] = Math.Min(nearest[row], Distance(points.Slice(row * dimension, dimension), newest));
                total += nearest[row];
            }

            if (total == 0) break;
            var draw = stream.Fraction() * total;
            var chosen = 0;
            for (var sum = nearest[0]; sum <= draw && chosen < rows - 1; sum += nearest[chosen]) chosen++;
            centres.AddRange(points.Slice(chosen * dimension, dimension));
        }

        return [.. centres];
    }

    private static bool Assign(ReadOnlySpan<float> points, ReadOnlySpan<float> centres, int dimension, Span<int> owner)
    {
        var changed = false;
        for (var row = 0; row < owner.Length; row++)
        {
            var point = points.Slice(row * dimension, dimension);
            var best = 0;
            var least = double.PositiveInfinity;
            for (var c = 0; c < centres.Length / dimension; c++)
            {
                var distance = Distance(point, centres.Slice(c * dimension, dimension));
                if (distance >= least) continue;
                least = distance;
                best = c;
            }

            changed |= owner[row] != best;
            owner[row] = best;
        }

        // One round of moving is due even where all points stay with the first centre.
        return changed || centres.Length == dimension;
    }

    private static void Move(ReadOnlySpan<float> points, Span<float> centres, int dimension, ReadOnlySpan<int> owner)
    {
        var sums = new double[centres.Length];
        var counts = new int[centres.Length / dimension];
        for (var row = 0; row < owner.Length; row++)
        {
            counts[owner[row]]++;
            for (var i = 0; i < dimension; i++) sums[(owner[row] * dimension) + i] += points[(row * dimension) + i];
        }

        for (var c = 0; c < counts.Length; c++)
        {
            // A centre that lost all its points stays where it was.
            if (counts[c] == 0) continue;
            for (var i = 0; i < dimension; i++) centres[(c * dimension) + i] = (float)(sums[(c * dimension) + i] / counts[c]);
        }
    }

    /// <summary>The squared Euclidean distance of two points.</summary>
    public static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = Vector<float>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var difference = new Vector<float>(a[i..]) - new Vector<float>(b[i..]);
            sum += difference * difference;
        }

        double total = Vector.Sum(sum);
        for (; i < a.Length; i++) total += (a[i] - b[i]) * (a[i] - b[i]);
        return total;
    }
}
