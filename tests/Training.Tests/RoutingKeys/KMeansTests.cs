using MoECollab.Training.RoutingKeys;

namespace MoECollab.Training.Tests.RoutingKeys;

public sealed class KMeansTests
{
    [Fact]
    public void Centres_are_the_means_of_separate_groups()
    {
        float[] points = [0, 0, 0, 2, 10, 10, 10, 12];

        var centres = KMeans.Centres(points, dimension: 2, count: 2, seed: 1);

        float[][] found = [[centres[0], centres[1]], [centres[2], centres[3]]];
        Assert.Equal([[0, 1], [10, 11]], found.OrderBy(centre => centre[0]));
    }

    [Fact]
    public void One_centre_is_the_mean()
    {
        Assert.Equal([2f], KMeans.Centres([1, 2, 3], dimension: 1, count: 1, seed: 4));
    }

    [Fact]
    public void Fewer_distinct_points_give_fewer_centres()
    {
        Assert.Equal([5f], KMeans.Centres([5, 5, 5], dimension: 1, count: 4, seed: 4));
    }

    [Fact]
    public void Equal_seeds_give_equal_centres()
    {
        float[] points = [.. Enumerable.Range(0, 300).Select(i => (float)Math.Sin(i * i))];

        Assert.Equal(KMeans.Centres(points, 3, 4, 9), KMeans.Centres(points, 3, 4, 9));
    }
}
