using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace OnnxPlugin;

/// <summary>A protobuf message that is written field by field.</summary>
internal sealed class ProtobufMessage
{
    private const int VariableLength = 0, Delimited = 2;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ProtobufMessage Number(int field, long value)
    {
        Write(((ulong)field << 3) | VariableLength);
        Write((ulong)value);
        return this;
    }

    public ProtobufMessage Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtobufMessage Floats(int field, float[] values) => Bytes(field, MemoryMarshal.AsBytes(values.AsSpan()));

    public ProtobufMessage Message(int field, ProtobufMessage message) => Bytes(field, message.ToArray());

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private ProtobufMessage Bytes(int field, ReadOnlySpan<byte> value)
    {
        Write(((ulong)field << 3) | Delimited);
        Write((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    // Seven bits a byte, the lowest first; the eighth says that more follow.
    private void Write(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Write([(byte)(value | 0x80)]);
        _bytes.Write([(byte)value]);
    }
}
