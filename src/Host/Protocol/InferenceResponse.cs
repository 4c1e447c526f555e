using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MoECollab.Mixture.Answering;

namespace MoECollab.Host.Protocol;

/// <summary>A response of the Open Inference Protocol over HTTP, written: JSON, and behind it the outputs that are wanted as bytes.</summary>
internal sealed class InferenceResponse(Model model, InferenceRequest request, InferenceAnswer answer)
{
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
        writer.WriteString("model_name", model.Name);
        writer.WriteString("model_version", model.Version);
        if (request.Id is not null)
            writer.WriteString("id", request.Id);
        WriteParameters(writer);
        writer.WriteStartArray("outputs");
        foreach (var wish in request.Wishes)
            WriteOutput(writer, answer.Output(wish.Name), wish.IsBinary);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteParameters(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("parameters");
        foreach (var parameter in answer.Parameters)
        {
            if (parameter.Text is { } text)
                writer.WriteString(parameter.Name, text);
            else
                writer.WriteNumber(parameter.Name, parameter.Number);
        }

        writer.WriteEndObject();
    }

    private void WriteOutput(Utf8JsonWriter writer, OutputTensor output, bool isBinary)
    {
        writer.WriteStartObject();
        writer.WriteString("name", output.Name);
        writer.WriteString("datatype", output.Type);
        writer.WriteStartArray("shape");
        foreach (var dimension in output.Shape)
            writer.WriteNumberValue(dimension);
        writer.WriteEndArray();
        var before = _binary.WrittenCount;
        if (isBinary)
            RawTensor.Write(_binary, output);
        if (isBinary || output.Labels is not null)
            WriteSize(writer, isBinary ? _binary.WrittenCount - before : null, output.Labels);
        if (!isBinary)
            WriteData(writer, output);
        writer.WriteEndObject();
    }

    private static void WriteSize(Utf8JsonWriter writer, int? size, string? labels)
    {
        writer.WriteStartObject("parameters");
        if (size is { } bytes)
            writer.WriteNumber("binary_data_size", bytes);
        if (labels is not null)
            writer.WriteString("labels", labels);
        writer.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter writer, OutputTensor output)
    {
        writer.WriteStartArray("data");
        foreach (var text in output.Strings ?? [])
            writer.WriteStringValue(text);
        foreach (var value in output.Floats)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }
}
