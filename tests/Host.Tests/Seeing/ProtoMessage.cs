using System.Buffers.Binary;
using System.Text;

namespace MoECollab.Host.Tests.Seeing;

/// <summary>A protobuf message, read field by field without knowing its type.</summary>
internal sealed class ProtoMessage
{
    private readonly List<(int Field, ReadOnlyMemory<byte> Bytes, ulong Number)> _fields = [];

    public ProtoMessage(ReadOnlyMemory<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var key = Varint(bytes.Span, ref at);
            var field = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    _fields.Add((field, default, Varint(bytes.Span, ref at)));
                    break;
                case 1:
                    _fields.Add((field, default, BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[at..])));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(bytes.Span, ref at);
                    _fields.Add((field, bytes.Slice(at, length), 0));
                    at += length;
                    break;
                default:
                    _fields.Add((field, default, BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..])));
                    at += 4;
                    break;
            }
        }
    }

    public bool Has(int field) => _fields.Any(one => one.Field == field);

    public IEnumerable<ProtoMessage> All(int field) => _fields.Where(one => one.Field == field).Select(one => new ProtoMessage(one.Bytes));

    public string Text(int field) => Encoding.UTF8.GetString(_fields.FirstOrDefault(one => one.Field == field).Bytes.Span);

    public string Hex(int field) => Convert.ToHexStringLower(_fields.FirstOrDefault(one => one.Field == field).Bytes.Span);

    public ulong Number(int field) => _fields.FirstOrDefault(one => one.Field == field).Number;

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var (value, shift) = (0UL, 0);
        byte next;
        do
        {
            next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            shift += 7;
        }
        while (next >= 0x80);
        return value;
    }
}
