using MoECollab.Gating.Numerics;

namespace MoECollab.Gating.Tests.Numerics;

public class SoftmaxTests
{
    [Fact]
    public void Softmax_of_logarithms_gives_the_numbers_back()
    {
        float[] scores = [MathF.Log(1), MathF.Log(2), MathF.Log(5)]; // sum 8
        var probabilities = new float[3];

        Softmax.Into(scores, probabilities);

        Assert.Equal(0.125f, probabilities[0], 1e-6f);
        Assert.Equal(0.25f, probabilities[1], 1e-6f);
        Assert.Equal(0.625f, probabilities[2], 1e-6f);
    }

    [Fact]
    public void Softmax_survives_large_scores_and_gives_masked_ones_nothing()
    {
        float[] scores = [1e4f, float.NegativeInfinity, 1e4f, -1e4f, float.NegativeInfinity, 1e4f, 1e4f, 0f, float.NegativeInfinity];
        var probabilities = new float[scores.Length];

        Softmax.Into(scores, probabilities);

        Assert.Equal([0.25f, 0f, 0.25f, 0f, 0f, 0.25f, 0.25f, 0f, 0f], probabilities);
    }

    [Fact]
    public void Everything_masked_gives_no_probability_and_no_entropy()
    {
        float[] scores = [float.NegativeInfinity, float.NegativeInfinity];
        float[] probabilities = [1f, 1f];

        Softmax.Into(scores, probabilities);

        Assert.Equal([0f, 0f], probabilities);
        Assert.Equal(0f, Softmax.Entropy(scores));
        Assert.Equal(float.NegativeInfinity, Softmax.LogSumExp(scores));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(33)]
    [InlineData(500)]
    public void Probabilities_sum_to_one_and_entropy_agrees_with_its_definition(int count)
    {
        var random = new Random(count);
        float[] scores = [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 20) - 10))];
        var probabilities = new float[count];

        Softmax.Into(scores, probabilities);

        Assert.Equal(1, probabilities.Sum(probability => (double)probability), 1e-5);
        Assert.Equal(-probabilities.Where(p => p > 0).Sum(p => p * Math.Log(p)), Softmax.Entropy(scores), 1e-4);
    }

    [Fact]
    public void Entropy_of_equal_scores_is_the_logarithm_of_their_number()
    {
        float[] scores = [3f, 3f, 3f, 3f];

        Assert.Equal(MathF.Log(4), Softmax.Entropy(scores), 1e-6f);
    }
}
