using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MoECollab.Training.Data;

/// <summary>Splits by content hash, so that the same row falls on the same side on every machine and in every order.</summary>
public static class HashSplit
{
    /// <summary>Share of the training rows that become the validation part where there is no such file.</summary>
    public const double DevShare = 0.1;

    /// <summary>Position of a key in [0, 1): the first eight bytes of the SHA-256 of its UTF-8 form, big-endian, over 2^64.</summary>
    /// <param name="key">Text, or whatever rows must stay together by.</param>
    /// <returns>A number in [0, 1), uniform over keys.</returns>
    public static double Position(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var bytes = Encoding.UTF8.GetBytes(key);
        SHA256.HashData(bytes, hash);
        // The top 53 bits are exact in a double, so that the result stays below 1.
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Whether a training row belongs to the validation part.</summary>
    /// <param name="text">The row's text.</param>
    /// <returns>True for <see cref="DevShare"/> of all texts.</returns>
    public static bool IsDev(string text) => Position(text) < DevShare;
}
