using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MoECollab.Errors;
using MoECollab.Gating;

namespace MoECollab.Mixture.Answering;

/// <summary>An answer as JSON: one line of <c>predict -o jsonl</c>, and an element of <c>answers</c> over HTTP. Written without reflection, so that it pins no plugin's types.</summary>
public static class AnswerJson
{
    /// <summary>How answers are formatted: one line, labels readable.</summary>
    public static JsonWriterOptions Format { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an answer as one object.</summary>
    /// <param name="writer">Where to; opened with <see cref="Format"/> for readable labels.</param>
    /// <param name="answer">The answer.</param>
    public static void Write(Utf8JsonWriter writer, MixtureAnswer answer)
    {
        writer.WriteStartObject();
        writer.WriteString("label", answer.Label);
        writer.WriteNumber("probability", answer.Probability);
        writer.WriteString("kind", NameOf(answer.Kind));
        WriteExperts(writer, answer);
        writer.WriteString("gate", answer.Gate);
        writer.WriteNumber("entropy", answer.Entropy);
        writer.WriteString("traceId", answer.TraceId);
        WriteWhatWasAskedFor(writer, answer);
        writer.WriteEndObject();
    }

    /// <summary>An answer as one line, without its end.</summary>
    /// <param name="answer">The answer.</param>
    public static string ToLine(MixtureAnswer answer)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Format))
            Write(writer, answer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>What stands in an answer's place where there is none: <c>{"error":{"code":…,"message":…}}</c>, as one line without its end.</summary>
    /// <param name="fault">Why there is none.</param>
    public static string ToLine(MoECollabException fault)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Format))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("error");
            writer.WriteString("code", fault.Code);
            writer.WriteString("message", fault.Message);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    internal static string NameOf(DecisionKind kind) => kind switch
    {
        DecisionKind.Route => "Route",
        DecisionKind.Null => "Null",
        DecisionKind.Reject => "Reject",
        DecisionKind.Fallback => "Fallback",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static void WriteExperts(Utf8JsonWriter writer, MixtureAnswer answer)
    {
        writer.WriteStartArray("experts");
        foreach (var expert in answer.Experts)
        {
            writer.WriteStartObject();
            writer.WriteString("id", expert.Id);
            writer.WriteString("version", expert.Version);
            writer.WriteNumber("weight", expert.Weight);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("dropped");
        foreach (var expert in answer.Dropped)
        {
            writer.WriteStartObject();
            writer.WriteString("id", expert.Id);
            writer.WriteString("reason", expert.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteWhatWasAskedFor(Utf8JsonWriter writer, MixtureAnswer answer)
    {
        if (answer.Probabilities is not null)
        {
            writer.WriteStartObject("probabilities");
            foreach (var (label, probability) in answer.Probabilities)
                writer.WriteNumber(label, probability);
            writer.WriteEndObject();
        }

        if (answer.Vector is { } vector)
        {
            writer.WriteStartArray("vector");
            foreach (var value in vector.Span)
                writer.WriteNumberValue(value);
            writer.WriteEndArray();
        }

        if (answer.Text is not null)
            writer.WriteString("text", answer.Text);
        if (answer.MultiplyAdds is { } work)
            writer.WriteNumber("multiplyAdds", work);
    }
}
