using System.Buffers;

namespace MoECollab.Training.Data;

/// <summary>Cuts a byte stream into lines without decoding it; a line beyond the limit is passed over, never held.</summary>
internal sealed class Utf8LineReader(Stream stream, int longestLine) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>Number of the line that was read last, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Whether the line that was read last was longer than the limit; its bytes are then empty.</summary>
    public bool TooLong { get; private set; }

    /// <summary>Reads the next line without its line feed, a carriage return before it, and the file's byte order mark.</summary>
    /// <param name="line">The bytes, valid until the next call.</param>
    /// <returns>False at the end.</returns>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        TooLong = false;
        var searched = 0;
        while (true)
        {
            var pending = _buffer.AsSpan(_start, _end - _start);
            var feed = pending[searched..].IndexOf((byte)'\n');
            if (feed >= 0) return Take(pending[..(searched + feed)], searched + feed + 1, out line);
            if (_ended)
            {
                line = default;
                return (!pending.IsEmpty || TooLong) && Take(pending, pending.Length, out line);
            }

            searched = pending.Length;
            if (searched > longestLine)
            {
                TooLong = true;
                _start = _end = searched = 0;
            }

            Fill();
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private bool Take(ReadOnlySpan<byte> bytes, int consumed, out ReadOnlySpan<byte> line)
    {
        _start += consumed;
        Line++;
        TooLong |= bytes.Length > longestLine;
        if (Line == 1 && bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        if (bytes.EndsWith("\r"u8)) bytes = bytes[..^1];
        line = TooLong ? default : bytes;
        return true;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _ended = read == 0;
        _end += read;
    }
}
