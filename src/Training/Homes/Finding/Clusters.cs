using MoECollab.Training.RoutingKeys;

namespace MoECollab.Training.Homes.Finding;

/// <summary>Centres of clusters, and how well they part some points.</summary>
/// <param name="Centres">[m × dimension] row by row.</param>
/// <param name="Dimension">At least 1.</param>
internal sealed record Clusters(float[] Centres, int Dimension)
{
    public int Count => Centres.Length / Dimension;

    public static Clusters Of(ReadOnlySpan<float> points, int dimension, int count, long seed) =>
        new(KMeans.Centres(points, dimension, count, seed), dimension);

    /// <summary>The nearest centre of each point; ties go to the first.</summary>
    public int[] Assign(ReadOnlySpan<float> points)
    {
        var owners = new int[points.Length / Dimension];
        for (var row = 0; row < owners.Length; row++) owners[row] = Nearest(points.Slice(row * Dimension, Dimension)).Own;
        return owners;
    }

    /// <summary>
    /// Mean of (b − a) / max(a, b), where a is a point's distance to its own centre and b that to the next: the simplified silhouette
    /// (Hruschka, de Castro and Campello 2004), in [0, 1].
    /// </summary>
    public double Silhouette(ReadOnlySpan<float> points)
    {
        var rows = points.Length / Dimension;
        var sum = 0.0;
        for (var row = 0; row < rows; row++)
        {
            var (_, own, next) = Nearest(points.Slice(row * Dimension, Dimension));
            if (next > 0) sum += (Math.Sqrt(next) - Math.Sqrt(own)) / Math.Sqrt(next);
        }

        return rows == 0 ? 0 : sum / rows;
    }

    /// <summary>The same without some of its centres.</summary>
    /// <param name="kept">Positions of those that stay.</param>
    public Clusters Keep(IEnumerable<int> kept) =>
        this with { Centres = [.. kept.SelectMany(centre => Centres[(centre * Dimension)..((centre + 1) * Dimension)])] };

    private (int Own, double Distance, double Next) Nearest(ReadOnlySpan<float> point)
    {
        var own = 0;
        double least = double.PositiveInfinity, next = double.PositiveInfinity;
        for (var centre = 0; centre < Count; centre++)
        {
            var distance = KMeans.Distance(point, Centres.AsSpan(centre * Dimension, Dimension));
            if (distance < least) (own, next, least) = (centre, least, distance);
            else if (distance < next) next = distance;
        }

        return (own, least, double.IsFinite(next) ? next : 0);
    }
}
