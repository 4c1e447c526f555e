using System.Text.Json;
using MoECollab.Gating;
using MoECollab.Mixture.Answering;

namespace MoECollab.Mixture.Tests.Answering;

public class AnswerJsonTests
{
    private static readonly MixtureAnswer Answer = new()
    {
        Label = "science/c++ \"é\"",
        Probability = 0.91f,
        Kind = DecisionKind.Route,
        Experts = [new AnsweringExpert("science", "1.0.0", 0.97f)],
        Dropped = [new DroppedExpert("x", "timeout")],
        Decision = new Decision(DecisionKind.Route, []) { GateId = "linear", GateVersion = "1.0.0", Entropy = 0.12f },
        TraceId = "t1",
    };

    [Fact]
    public void Answer_is_written_as_the_interface_has_it()
    {
        Assert.Equal(
            """{"label":"science/c++ \"é\"","probability":0.91,"kind":"Route","experts":[{"id":"science","version":"1.0.0","weight":0.97}],"dropped":[{"id":"x","reason":"timeout"}],"gate":"linear@1.0.0","entropy":0.12,"traceId":"t1"}""",
            AnswerJson.ToLine(Answer));
    }

    [Fact]
    public void What_was_asked_for_follows()
    {
        var line = AnswerJson.ToLine(Answer with { Probabilities = new Dictionary<string, float> { ["a"] = 0.5f }, Vector = new float[] { 1f, 2f }, Text = "words", MultiplyAdds = 12 });

        Assert.EndsWith("""  "traceId":"t1","probabilities":{"a":0.5},"vector":[1,2],"text":"words","multiplyAdds":12}""".Trim(), line, StringComparison.Ordinal);
        JsonDocument.Parse(line).Dispose();
    }

    [Fact]
    public void Null_and_reject_have_no_label()
    {
        var line = AnswerJson.ToLine(new MixtureAnswer { Kind = DecisionKind.Reject, Decision = new Decision(DecisionKind.Reject, []), TraceId = "t" });

        Assert.StartsWith("""{"label":null,"probability":0,"kind":"Reject","experts":[],"dropped":[],""", line, StringComparison.Ordinal);
    }
}
