using MoECollab.Training.Fitting;
using MoECollab.Training.Homes.Finding;

namespace MoECollab.Training.Tests.Homes.Finding;

public sealed class ClustersTests
{
    private const int Dimension = 2;

    [Fact]
    public void The_silhouette_is_best_at_the_true_number()
    {
        var points = Clouds(3);

        double[] scores = [.. Enumerable.Range(2, 4).Select(count => Clusters.Of(points, Dimension, count, 1).Silhouette(points))];

        Assert.Equal(1, Array.IndexOf(scores, scores.Max()));
    }

    [Fact]
    public void Equal_seeds_give_equal_clusters()
    {
        var points = Clouds(4);

        var clusters = Clusters.Of(points, Dimension, 4, 5);

        Assert.Equal(clusters.Centres, Clusters.Of(points, Dimension, 4, 5).Centres);
    }

    [Fact]
    public void Points_of_a_dissolved_cluster_go_to_the_next()
    {
        var points = Clouds(3);
        var clusters = Clusters.Of(points, Dimension, 3, 1);

        var owners = clusters.Keep([0, 1]).Assign(points);

        Assert.Equal([0, 1], owners.Distinct().Order());
    }

    private static float[] Clouds(int count)
    {
        var points = new List<float>();
        for (var row = 0; row < 300; row++)
        {
            var stream = new SeededStream(1, row);
            points.Add((10 * (row % count)) + (float)stream.Fraction());
            points.Add((5 * (row % count % 2)) + (float)stream.Fraction());
        }

        return [.. points];
    }
}
