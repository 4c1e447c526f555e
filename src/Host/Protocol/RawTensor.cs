using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MoECollab.Host.Protocol;

/// <summary>Writes outputs as bytes: little-endian numbers, strings each behind its length in four bytes.</summary>
internal static class RawTensor
{
    public static void Write(IBufferWriter<byte> target, OutputTensor output)
    {
        if (output.Strings is { } strings)
        {
            foreach (var text in strings)
                WriteString(target, text);
        }
        else
        {
            foreach (var value in output.Floats)
            {
                BinaryPrimitives.WriteSingleLittleEndian(target.GetSpan(sizeof(float)), value);
                target.Advance(sizeof(float));
            }
        }
    }

    private static void WriteString(IBufferWriter<byte> target, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt32LittleEndian(target.GetSpan(sizeof(int)), bytes.Length);
        target.Advance(sizeof(int));
        target.Write(bytes);
    }
}
