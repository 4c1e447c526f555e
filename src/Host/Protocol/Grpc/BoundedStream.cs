using MoECollab.Host.Answering;
using MoECollab.Host.Configuring;

namespace MoECollab.Host.Protocol.Grpc;

/// <summary>What comes of a compressed message, read no further than it may become.</summary>
/// <param name="unpacked">What comes.</param>
/// <param name="encoding">How it was packed.</param>
/// <param name="sent">Bytes that were sent.</param>
/// <param name="limits">How large it may become.</param>
internal sealed class BoundedStream(Stream unpacked, string encoding, long sent, ServerOptions limits) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = unpacked.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw GrpcStatus.Exception(CompressedBody.NotOf(encoding));
        }

        _read += count;
        if (CompressedBody.TooLarge(_read, sent, encoding, limits) is { } refusal)
            throw GrpcStatus.Exception(refusal);
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            unpacked.Dispose();
        base.Dispose(disposing);
    }
}
