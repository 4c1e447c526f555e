using System.IO.Compression;
using Grpc.Net.Compression;
using MoECollab.Host.Configuring;

namespace MoECollab.Host.Protocol.Grpc;

/// <summary>Unpacks compressed messages within the bounds of compressed bodies over HTTP; the framework's own providers have none. Answers are sent as they are.</summary>
/// <param name="encoding"><c>gzip</c> or <c>deflate</c>.</param>
/// <param name="limits">How large a message may become.</param>
internal sealed class BoundedCompression(string encoding, ServerOptions limits) : ICompressionProvider
{
    public string EncodingName => encoding;

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) => Packing(stream, compressionLevel ?? CompressionLevel.Fastest);

    public Stream CreateDecompressionStream(Stream stream) =>
        new BoundedStream(encoding == "gzip" ? new GZipStream(stream, CompressionMode.Decompress) : new ZLibStream(stream, CompressionMode.Decompress), encoding, stream.Length, limits);

    private Stream Packing(Stream stream, CompressionLevel level) =>
        encoding == "gzip" ? new GZipStream(stream, level, leaveOpen: true) : new ZLibStream(stream, level, leaveOpen: true);
}
