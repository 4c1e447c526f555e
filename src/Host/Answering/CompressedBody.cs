using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using MoECollab.Host.Configuring;

namespace MoECollab.Host.Answering;

/// <summary>
/// Unpacks request bodies that came as <c>gzip</c>, <c>br</c> or <c>deflate</c>. What comes out is bounded while it comes, by the size that any body may
/// have and by how many times larger it is than what was sent, so that a small body cannot cost much memory or time.
/// </summary>
internal static class CompressedBody
{
    // Short bodies of like texts pack well beyond any sound ratio and harm nobody.
    private const long AlwaysAllowed = 1 << 20;
    private const int ReadAtOnce = 16_384;

    /// <summary>The encodings that are read, as <c>Accept-Encoding</c> lists them.</summary>
    public const string Known = "gzip, br, deflate";

    /// <summary>Whether a body was packed. Says so before it is read: who waits to be told to send it (<c>Expect: 100-continue</c>) need not send what is not read.</summary>
    /// <param name="encoding">The header's value.</param>
    /// <exception cref="ProblemException">415: an encoding that is not read.</exception>
    public static bool IsPacked(string encoding) => Canonical(encoding) switch
    {
        "" or "IDENTITY" => false,
        "GZIP" or "X-GZIP" or "BR" or "DEFLATE" => true,
        _ => throw NotRead(encoding),
    };

    /// <summary>The body as it was before it was packed. Of one that breaks off it is the beginning, which is neither JSON nor tensors of the size they say.</summary>
    /// <param name="body">The bytes that were sent.</param>
    /// <param name="encoding">The header's value; one encoding.</param>
    /// <param name="limits">How large it may become.</param>
    /// <param name="gone">Cancelled when nobody waits for the answer any more.</param>
    /// <exception cref="ProblemException">415: an encoding that is not read. 413: too large, or too many times larger. 400: the bytes are not of that encoding.</exception>
    public static ReadOnlyMemory<byte> Unpack(byte[] body, string encoding, ServerOptions limits, CancellationToken gone)
    {
        using var packed = new MemoryStream(body, writable: false);
        using var stream = StreamOf(packed, encoding);
        var unpacked = new MemoryStream();
        var buffer = new byte[ReadAtOnce];
        var byRatio = Math.Max(AlwaysAllowed, body.Length * (long)limits.MaxDecompressionRatio);
        while (Read(stream, buffer, encoding) is > 0 and var count)
        {
            gone.ThrowIfCancellationRequested();
            unpacked.Write(buffer, 0, count);
            if (unpacked.Length > limits.MaxBodyBytes)
                throw TooLarge($"The body is larger than {limits.MaxBodyBytes} bytes when it is unpacked ({body.Length} bytes of {encoding} were sent). Send fewer texts at a time.");
            if (unpacked.Length > byRatio)
                throw TooLarge($"The body becomes more than {limits.MaxDecompressionRatio} times larger when it is unpacked ({body.Length} bytes of {encoding} were sent). Send it as it is, or raise Server:MaxDecompressionRatio.");
        }

        return unpacked.GetBuffer().AsMemory(0, (int)unpacked.Length);
    }

    private static Stream StreamOf(Stream packed, string encoding) => Canonical(encoding) switch
    {
        "GZIP" or "X-GZIP" => new GZipStream(packed, CompressionMode.Decompress),
        "BR" => new BrotliStream(packed, CompressionMode.Decompress),
        "DEFLATE" => new ZLibStream(packed, CompressionMode.Decompress),
        _ => throw NotRead(encoding),
    };

    private static string Canonical(string encoding) => encoding.Trim().ToUpperInvariant();

    private static int Read(Stream stream, byte[] buffer, string encoding)
    {
        try
        {
            return stream.Read(buffer);
        }
        // The Brotli stream says InvalidOperation of bytes that are none of its own.
        catch (Exception fault) when (fault is InvalidDataException or InvalidOperationException or IOException)
        {
            throw new ProblemException(new Problem(StatusCodes.Status400BadRequest, "invalid-encoding", $"The body is not {encoding}, as its header Content-Encoding says."));
        }
    }

    private static ProblemException NotRead(string encoding) =>
        new(new Problem(StatusCodes.Status415UnsupportedMediaType, "encoding-not-supported", $"The body is encoded as '{encoding}'; send it as it is, or as one of {Known}."));

    private static ProblemException TooLarge(string detail) => new(new Problem(StatusCodes.Status413PayloadTooLarge, "body-too-large", detail));
}
