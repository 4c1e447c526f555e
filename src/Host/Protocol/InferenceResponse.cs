using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MoECollab.Host.Scheduling;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Explaining;

namespace MoECollab.Host.Protocol;

/// <summary>A response of the Open Inference Protocol, written: JSON, and behind it the outputs that are wanted as bytes.</summary>
internal sealed class InferenceResponse(string model, string version, InferenceRequest request, WorkResult result)
{
    private readonly IReadOnlyList<MixtureAnswer> _answers = [.. result.Outcomes.Select(outcome => outcome.Get())];
    private readonly ArrayBufferWriter<byte> _binary = new();

    public async Task WriteAsync(HttpContext context)
    {
        var json = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(json, AnswerJson.Format))
            Write(writer);
        var response = context.Response;
        response.ContentType = _binary.WrittenCount > 0 ? "application/octet-stream" : "application/json";
        if (_binary.WrittenCount > 0)
            response.Headers[InferenceRequest.HeaderLength] = json.WrittenCount.ToString(CultureInfo.InvariantCulture);
        response.ContentLength = json.WrittenCount + _binary.WrittenCount;
        response.BodyWriter.Write(json.WrittenSpan);
        response.BodyWriter.Write(_binary.WrittenSpan);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("model_name", model);
        writer.WriteString("model_version", version);
        if (request.Id is not null)
            writer.WriteString("id", request.Id);
        WriteParameters(writer);
        writer.WriteStartArray("outputs");
        foreach (var wish in request.Wishes)
        {
            switch (wish.Name)
            {
                case "label":
                    WriteLabels(writer, wish);
                    break;
                case "probability":
                    WriteFloats(writer, wish, [.. _answers.Select(answer => answer.Probability)], [_answers.Count], null);
                    break;
                default:
                    WriteProbabilities(writer, wish);
                    break;
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // Parameters of the protocol are strings, numbers or booleans: what has a value for each row is JSON in a string.
    private void WriteParameters(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("parameters");
        writer.WriteString("moe_experts", JsonText(row => row.WriteStringValue, answer => answer.Experts.Select(expert => (object)expert.Id)));
        writer.WriteString("moe_weights", JsonText(row => row.WriteStringValue, answer => answer.Experts.Select(expert => (object)expert.Weight)));
        writer.WriteString("moe_gate", _answers[0].Gate);
        writer.WriteString("moe_kind", string.Join(",", _answers.Select(answer => answer.Kind.ToString())));
        if (_answers.Count == 1)
            writer.WriteNumber("moe_entropy", _answers[0].Entropy);
        else
            writer.WriteString("moe_entropy", "[" + string.Join(",", _answers.Select(answer => answer.Entropy.ToString("R", CultureInfo.InvariantCulture))) + "]");
        writer.WriteString("moe_trace_id", string.Join(",", _answers.Select(answer => answer.TraceId)));
        if (result.Explanations.Count > 0)
            writer.WriteString("moe_explanation", "[" + string.Join(",", result.Explanations.Select(ExplanationJson.ToLine)) + "]");
        writer.WriteEndObject();
    }

    private string JsonText(Func<Utf8JsonWriter, Action<string>> text, Func<MixtureAnswer, IEnumerable<object>> values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, AnswerJson.Format))
        {
            writer.WriteStartArray();
            foreach (var answer in _answers)
            {
                writer.WriteStartArray();
                foreach (var value in values(answer))
                {
                    if (value is float number)
                        writer.WriteNumberValue(number);
                    else
                        text(writer)((string)value);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void WriteLabels(Utf8JsonWriter writer, OutputWish wish)
    {
        Begin(writer, wish.Name, "BYTES", [_answers.Count]);
        if (wish.IsBinary)
        {
            var before = _binary.WrittenCount;
            foreach (var answer in _answers)
            {
                var bytes = Encoding.UTF8.GetBytes(answer.Label ?? "");
                BinaryPrimitives.WriteInt32LittleEndian(_binary.GetSpan(sizeof(int)), bytes.Length);
                _binary.Advance(sizeof(int));
                _binary.Write(bytes);
            }

            WriteSize(writer, _binary.WrittenCount - before, null);
        }
        else
        {
            writer.WriteStartArray("data");
            foreach (var answer in _answers)
                writer.WriteStringValue(answer.Label ?? "");
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private void WriteProbabilities(Utf8JsonWriter writer, OutputWish wish)
    {
        string[] labels = [.. _answers.SelectMany(answer => answer.Probabilities?.Keys ?? []).Distinct().Order(StringComparer.Ordinal)];
        var values = new float[_answers.Count * labels.Length];
        for (var row = 0; row < _answers.Count; row++)
        {
            for (var column = 0; column < labels.Length; column++)
                values[(row * labels.Length) + column] = _answers[row].Probabilities?.GetValueOrDefault(labels[column]) ?? 0f;
        }

        WriteFloats(writer, wish, values, [_answers.Count, labels.Length], labels);
    }

    private void WriteFloats(Utf8JsonWriter writer, OutputWish wish, float[] values, int[] shape, string[]? labels)
    {
        Begin(writer, wish.Name, "FP32", shape);
        if (wish.IsBinary)
        {
            foreach (var value in values)
            {
                BinaryPrimitives.WriteSingleLittleEndian(_binary.GetSpan(sizeof(float)), value);
                _binary.Advance(sizeof(float));
            }

            WriteSize(writer, values.Length * sizeof(float), labels);
        }
        else
        {
            if (labels is not null)
                WriteSize(writer, null, labels);
            writer.WriteStartArray("data");
            foreach (var value in values)
                writer.WriteNumberValue(value);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteSize(Utf8JsonWriter writer, int? size, string[]? labels)
    {
        writer.WriteStartObject("parameters");
        if (size is { } bytes)
            writer.WriteNumber("binary_data_size", bytes);
        if (labels is not null)
            writer.WriteString("labels", LabelsJson(labels));
        writer.WriteEndObject();
    }

    private static string LabelsJson(string[] labels)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, AnswerJson.Format))
        {
            writer.WriteStartArray();
            foreach (var label in labels)
                writer.WriteStringValue(label);
            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Begin(Utf8JsonWriter writer, string name, string type, int[] shape)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("datatype", type);
        writer.WriteStartArray("shape");
        foreach (var dimension in shape)
            writer.WriteNumberValue(dimension);
        writer.WriteEndArray();
    }
}
