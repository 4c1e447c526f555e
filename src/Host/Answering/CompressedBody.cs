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
        while (Read(stream, buffer, encoding) is > 0 and var count)
        {
            gone.ThrowIfCancellationRequested();
            unpacked.Write(buffer, 0, count);
            if (TooLarge(unpacked.Length, body.Length, encoding, limits) is { } refusal)
                throw new ProblemException(refusal);
        }

        return unpacked.GetBuffer().AsMemory(0, (int)unpacked.Length);
    }

    /// <summary>Why what comes of a body is refused; null where it is not too large.</summary>
    /// <param name="unpacked">Bytes that have come so far.</param>
    /// <param name="sent">Bytes that were sent.</param>
    /// <param name="encoding">How they were packed.</param>
    /// <param name="limits">How large any body may become.</param>
    public static Problem? TooLarge(long unpacked, long sent, string encoding, ServerOptions limits)
    {
        if (unpacked > limits.MaxBodyBytes)
            return TooLarge($"The body is larger than {limits.MaxBodyBytes} bytes when it is unpacked ({sent} bytes of {encoding} were sent). Send fewer texts at a time.");
        return unpacked > Math.Max(AlwaysAllowed, sent * limits.MaxDecompressionRatio)
            ? TooLarge($"The body becomes more than {limits.MaxDecompressionRatio} times larger when it is unpacked ({sent} bytes of {encoding} were sent). Send it as it is, or raise Server:MaxDecompressionRatio.")
            : null;
    }

    /// <summary>Says that a body is not what it says.</summary>
    public static Problem NotOf(string encoding) => new(StatusCodes.Status400BadRequest, "invalid-encoding", $"The body is not {encoding}, as its header says.");

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
            throw new ProblemException(NotOf(encoding));
        }
    }

    private static Problem TooLarge(string detail) => new(StatusCodes.Status413PayloadTooLarge, "body-too-large", detail);

    private static ProblemException NotRead(string encoding) =>
        new(new Problem(StatusCodes.Status415UnsupportedMediaType, "encoding-not-supported", $"The body is encoded as '{encoding}'; send it as it is, or as one of {Known}."));
}
