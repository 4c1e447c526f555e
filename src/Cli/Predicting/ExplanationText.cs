using MoECollab.Gating;
using MoECollab.Inputs;
using MoECollab.Mixture.Explaining;

namespace MoECollab.Cli.Predicting;

/// <summary>An explanation for people: what was answered, every expert's standing, and the reasons.</summary>
internal static class ExplanationText
{
    private const int BarWidth = 20;

    public static void Write(TextWriter output, RawInput input, RouteExplanation explanation)
    {
        var answer = explanation.Answer;
        output.WriteLine($"text     {input.Text}");
        output.WriteLine($"answer   {answer.Label ?? answer.Text ?? "none"} ({answer.Probability:F3}), {answer.Kind} by {answer.Gate}, entropy {answer.Entropy:F3} nats, {answer.MultiplyAdds:N0} multiply-adds");
        if (explanation.Guard is { } guard)
            output.WriteLine($"guard    {guard.Action}: score {guard.Score:F3}, threshold {guard.Threshold:F3}{(guard.Reason.Length > 0 ? ", " + guard.Reason : "")}");
        foreach (var expert in explanation.Experts)
        {
            var weight = expert.Weight > 0 ? $" → weight {expert.Weight:F3}" : "";
            output.WriteLine($"  {expert.Id,-24} {Bar(expert.Probability)} {expert.Probability:F3}{weight}{Standing(expert)}");
        }

        foreach (var dropped in answer.Dropped)
            output.WriteLine($"dropped  {dropped.Id}: {dropped.Reason}");
        foreach (var reason in answer.Decision.Reasons)
            output.WriteLine($"because  {reason}");
        output.WriteLine();
    }

    private static string Standing(ExpertScore expert) => (expert.IsCold, expert.Score, expert.Health) switch
    {
        (_, _, not ExpertHealth.Ready) => $", masked: {expert.Health}",
        (true, null, _) => ", cold: without a routing key it cannot be reached until the gate is trained again",
        (true, _, _) => ", cold: scored by its routing key",
        _ => "",
    };

    private static string Bar(float share)
    {
        var full = (int)Math.Round(Math.Clamp(share, 0f, 1f) * BarWidth);
        return new string('#', full).PadRight(BarWidth, '.');
    }
}
