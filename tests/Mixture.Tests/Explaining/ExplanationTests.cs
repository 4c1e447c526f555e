using System.Text.Json;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Mixture.Explaining;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;

namespace MoECollab.Mixture.Tests.Explaining;

public class ExplanationTests
{
    [Fact]
    public void Explanation_has_every_experts_score_the_guards_figures_and_who_is_cold()
    {
        var encoder = new DirectLetterEncoder(2);
        using var gate = Make.Gate(GateFile.Untrained().WithGuardThreshold(0.5), encoder.Description);
        var quarantined = Make.Expert("c", new TableExpert(["z"], _ => [1f]), [1f, 1f]);
        var mixture = new ExpertMixture(
            encoder,
            gate,
            [
                Make.Expert("a", new TableExpert(["x"], _ => [1f]), [1f, 0f]),
                Make.Expert("b", new TableExpert(["y"], _ => [1f])),
                quarantined with { Descriptor = quarantined.Descriptor with { Health = ExpertHealth.Quarantined } },
                Make.Expert("d", new TableExpert(["w"], _ => [1f]), [0f, 1f]),
            ],
            new MixtureOptions());

        var explanation = mixture.Explain(new RawInput("aaa"), MixtureRequest.Plain);

        // cosines 1 and 0, scale 10: softmax(10, 0)
        Assert.Equal(["a", "d", "b", "c"], explanation.Experts.Select(expert => expert.Id));
        Assert.Equal(1 / (1 + Math.Exp(-10)), explanation.Experts[0].Probability, 1e-6);
        Assert.Equal((10f, 1f), (explanation.Experts[0].Score!.Value, explanation.Experts[0].Weight));
        Assert.True(explanation.Experts[2].IsCold);
        Assert.Null(explanation.Experts[3].Score);
        Assert.Equal(0.5f, explanation.Guard!.Value.Threshold);

        using var json = JsonDocument.Parse(ExplanationJson.ToLine(explanation));
        Assert.Equal("Route", json.RootElement.GetProperty("kind").GetString());
        Assert.Equal(4, json.RootElement.GetProperty("scores").GetArrayLength());
        Assert.Equal("b", json.RootElement.GetProperty("cold")[0].GetString());
        Assert.Equal("x", json.RootElement.GetProperty("answer").GetProperty("label").GetString());
    }

    [Fact]
    public void Routing_alone_runs_no_expert()
    {
        var expert = new TableExpert(["x"], _ => [1f]);
        var encoder = new LetterEncoder(2);
        using var gate = Make.Gate("prototype", "top-k", encoder.Description);
        var mixture = new ExpertMixture(encoder, gate, [Make.Expert("a", expert, [1f, 0f])], new MixtureOptions());

        var decision = mixture.Route([new RawInput("a")], MixtureRequest.Plain)[0];

        Assert.Equal("a", decision.Experts[0].Id);
        Assert.Equal(0, expert.ExecutedRows);
    }
}
