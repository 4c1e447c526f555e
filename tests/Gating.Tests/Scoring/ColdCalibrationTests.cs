using MoECollab.Gating.Scoring.Cold;

namespace MoECollab.Gating.Tests.Scoring;

public class ColdCalibrationTests
{
    private static readonly float[] Similarities = [0.1f, 0.3f, 0.5f];
    private static readonly float[] Logits = [-2f, 0f, 4f];

    [Theory]
    [InlineData(0.5f, 4f)] // as near as the nearest: ties with the highest
    [InlineData(0.3f, 0f)]
    [InlineData(0.4f, 2f)] // halfway between ranks 2 and 3
    [InlineData(0.2f, -1f)]
    [InlineData(0.6f, 5.5f)] // beyond: mean slope 6 / .4 = 15 per unit
    [InlineData(1f, 10f)] // one range of the logits at most
    [InlineData(-1f, -8f)]
    public void Similarity_gets_the_logit_of_its_quantile(float similarity, float logit)
    {
        Assert.Equal(logit, ColdCalibration.Logit(Similarities, Logits, 0f, similarity), 1e-4f);
    }

    [Fact]
    public void One_known_expert_is_an_anchor_and_none_leaves_the_prototype_scale()
    {
        Assert.Equal(3f, ColdCalibration.Logit([0.2f], [1f], 0f, 0.4f), 1e-5f);
        Assert.Equal(9f, ColdCalibration.Logit([], [], 5f, 0.4f), 1e-5f);
    }

    [Fact]
    public void Nearer_is_never_worse()
    {
        var random = new Random(3);
        for (var round = 0; round < 100; round++)
        {
            var count = random.Next(0, 6);
            float[] similarities = [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble()).Order()];
            float[] logits = [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 8)).Order()];
            var before = float.NegativeInfinity;
            for (var similarity = -1f; similarity <= 1f; similarity += 0.05f)
            {
                var logit = ColdCalibration.Logit(similarities, logits, 0f, similarity);
                Assert.True(logit >= before - 1e-4f);
                before = logit;
            }
        }
    }
}
