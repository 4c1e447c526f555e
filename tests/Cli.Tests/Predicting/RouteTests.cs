using System.Text.Json;
using MoECollab.Cli.Tests.Driving;

namespace MoECollab.Cli.Tests.Predicting;

public sealed class RouteTests(TinyHome home)
{
    [Fact]
    public async Task Explain_shows_every_expert_the_gate_and_the_work()
    {
        var brief = await Moe.RunAsync("route", "--text", "the cat purrs", "--home", home.Home);
        var explained = await Moe.RunAsync("route", "--explain", "--text", "the cat purrs", "--home", home.Home);

        Assert.StartsWith("Route", brief.Output);
        Assert.Contains("animals", explained.Output);
        Assert.Contains("plants", explained.Output);
        Assert.Contains("multiply-adds", explained.Output);
        Assert.Contains("gate@1.0.0", explained.Output);
    }

    [Fact]
    public async Task Jsonl_has_scores_and_answer_of_each_input_in_a_line()
    {
        var result = await Moe.RunAsync("route", "--text", "the cat purrs", "--text", "an oak", "--home", home.Home, "-o", "jsonl");

        Assert.Equal((0, 2), (result.Code, result.Lines.Length));
        var explanation = JsonDocument.Parse(result.Lines[0]).RootElement;
        Assert.Equal(["animals", "plants"], explanation.GetProperty("scores").EnumerateArray().Select(score => score.GetProperty("id").GetString()));
        Assert.Equal(1, explanation.GetProperty("scores").EnumerateArray().Sum(score => score.GetProperty("probability").GetDouble()), 1e-4);
        Assert.True(explanation.GetProperty("answer").GetProperty("multiplyAdds").GetInt64() > 0);
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("json")]
    [InlineData("table")]
    public async Task An_input_whose_experts_all_fail_does_not_keep_the_others_from_their_lines(string format)
    {
        var broken = home.Copy();
        BrokenWeights.Write(broken, "animals");

        var result = await Moe.RunAsync("route", "--text", "the cat purrs", "--text", "an oak leaf", "--top-k", "1", "--home", broken, "-o", format);

        Assert.Equal(1, result.Code);
        Assert.Contains("all-experts-failed", result.Output);
        Assert.Contains("plants", result.Lines[^1]);
        Assert.Contains("animals", result.Error);
    }
}
