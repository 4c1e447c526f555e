using System.Buffers;
using System.Text.Unicode;

namespace MoECollab.Encoders;

/// <summary>An encoder that can also fill host memory, without tensors: the path for one input on a CPU. Equal to <see cref="IEncoder.Encode"/> within 1e-5. Calls may overlap.</summary>
public interface IDirectEncoder : IEncoder
{
    /// <summary>Encodes one text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hidden">Receives the hidden vector, [d].</param>
    void Encode(ReadOnlySpan<char> text, Span<float> hidden);

    /// <summary>Encodes one text in UTF-8, without a string: the same vector, bit for bit, as the string that <see cref="System.Text.Encoding.UTF8"/> would make of it.</summary>
    /// <param name="utf8">Any octets; what is no UTF-8 counts as U+FFFD, the longest beginning of a sequence once.</param>
    /// <param name="hidden">Receives the hidden vector, [d].</param>
    void Encode(ReadOnlySpan<byte> utf8, Span<float> hidden)
    {
        var text = ArrayPool<char>.Shared.Rent(utf8.Length);
        Utf8.ToUtf16(utf8, text, out _, out var length);
        Encode(text.AsSpan(0, length), hidden);
        ArrayPool<char>.Shared.Return(text);
    }
}
