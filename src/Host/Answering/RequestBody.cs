using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using MoECollab.Host.Configuring;

namespace MoECollab.Host.Answering;

/// <summary>Reads request bodies, bounded, and the JSON in them.</summary>
internal sealed class RequestBody(IOptions<ServerOptions> options)
{
    /// <summary>The whole body, unpacked; Kestrel stops at the limit what is sent, and unpacking what comes of it.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        if (context.Request.Headers.ContentEncoding.Count == 0)
            return await ReadAsSentAsync(context);
        context.Response.Headers.AcceptEncoding = CompressedBody.Known;
        var encoding = context.Request.Headers.ContentEncoding.ToString();
        var isPacked = CompressedBody.IsPacked(encoding);
        var body = await ReadAsSentAsync(context);
        return isPacked ? CompressedBody.Unpack(body, encoding, options.Value, context.RequestAborted) : body;
    }

    /// <summary>A body that is a JSON object.</summary>
    public async Task<JsonDocument> ReadJsonAsync(HttpContext context)
    {
        if (context.Request.ContentType is { Length: > 0 } type && !type.Contains("json", StringComparison.OrdinalIgnoreCase))
            throw new ProblemException(new Problem(415, "type-not-supported", $"The content type is '{type}'; expected application/json."));
        return Parse(await ReadAsync(context));
    }

    /// <summary>Parses an object: bounded in depth, without duplicate names.</summary>
    public JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = options.Value.MaxJsonDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException fault)
        {
            throw new ProblemException(new Problem(400, "invalid-json", $"The body is not the JSON that this host reads: {fault.Message}"));
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;
        document.Dispose();
        throw new ProblemException(new Problem(400, "invalid-json", "The body is JSON, but no object."));
    }

    private static async Task<byte[]> ReadAsSentAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            // Kestrel ends the read when the client goes; a token of ours would leave a read behind that the connection then stumbles over.
            var read = await reader.ReadAsync(CancellationToken.None);
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
