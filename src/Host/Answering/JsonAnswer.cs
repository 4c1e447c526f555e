using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MoECollab.Mixture.Answering;

namespace MoECollab.Host.Answering;

/// <summary>Writes one JSON object as a response.</summary>
internal static class JsonAnswer
{
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="write">Writes the members.</param>
    public static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, AnswerJson.Format))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }
}
