using System.Buffers;
using System.Text;
using System.Text.Json;
using MoECollab.Gating;
using MoECollab.Mixture.Answering;

namespace MoECollab.Mixture.Explaining;

/// <summary>An explanation as JSON: <c>route --explain -o json</c> and <c>POST /moe/v1/route</c>. Written without reflection.</summary>
public static class ExplanationJson
{
    /// <summary>Writes an explanation as one object.</summary>
    /// <param name="writer">Where to; opened with <see cref="AnswerJson.Format"/> for readable labels.</param>
    /// <param name="explanation">The explanation.</param>
    public static void Write(Utf8JsonWriter writer, RouteExplanation explanation)
    {
        var decision = explanation.Answer.Decision;
        writer.WriteStartObject();
        writer.WriteString("kind", AnswerJson.NameOf(decision.Kind));
        writer.WriteString("gate", explanation.Answer.Gate);
        writer.WriteNumber("snapshot", decision.SnapshotVersion);
        writer.WriteNumber("seed", decision.Seed);
        writer.WriteNumber("entropy", decision.Entropy);
        writer.WriteNumber("propensity", decision.Propensity);
        writer.WriteBoolean("normalised", decision.Normalised);
        WriteGuard(writer, decision.Guard);
        WriteTexts(writer, "reasons", decision.Reasons);
        WriteTexts(writer, "cold", decision.Cold);
        WriteScores(writer, explanation.Experts);
        writer.WritePropertyName("answer");
        AnswerJson.Write(writer, explanation.Answer);
        writer.WriteEndObject();
    }

    /// <summary>An explanation as one line, without its end.</summary>
    /// <param name="explanation">The explanation.</param>
    public static string ToLine(RouteExplanation explanation)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, AnswerJson.Format))
            Write(writer, explanation);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteGuard(Utf8JsonWriter writer, GuardVerdict? guard)
    {
        if (guard is not { } verdict)
        {
            writer.WriteNull("guard");
            return;
        }

        writer.WriteStartObject("guard");
        writer.WriteString("action", verdict.Action.ToString());
        WriteFinite(writer, "score", verdict.Score);
        WriteFinite(writer, "threshold", verdict.Threshold);
        writer.WriteString("reason", verdict.Reason);
        writer.WriteEndObject();
    }

    private static void WriteFinite(Utf8JsonWriter writer, string name, float? value)
    {
        if (value is { } number && float.IsFinite(number))
            writer.WriteNumber(name, number);
        else
            writer.WriteNull(name);
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static void WriteScores(Utf8JsonWriter writer, IReadOnlyList<ExpertScore> experts)
    {
        writer.WriteStartArray("scores");
        foreach (var expert in experts)
        {
            writer.WriteStartObject();
            writer.WriteString("id", expert.Id);
            writer.WriteString("version", expert.Version);
            WriteFinite(writer, "score", expert.Score);
            writer.WriteNumber("probability", expert.Probability);
            writer.WriteNumber("weight", expert.Weight);
            writer.WriteBoolean("cold", expert.IsCold);
            writer.WriteString("health", expert.Health.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
