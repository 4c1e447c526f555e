using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MoECollab.Host.Scheduling.Caching;

/// <summary>What a cached row belongs to. Texts are known by their SHA-256: nobody can send a text that is answered with another's vector.</summary>
/// <param name="Fingerprint">The encoder's.</param>
/// <param name="High">First half of the text's hash.</param>
/// <param name="Low">Second half.</param>
internal readonly record struct CachedText(string Fingerprint, UInt128 High, UInt128 Low)
{
    /// <summary>The key of a text, hashed as its UTF-16 code units.</summary>
    public static CachedText Of(string fingerprint, ReadOnlySpan<char> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text), hash);
        var halves = MemoryMarshal.Cast<byte, UInt128>(hash);
        return new CachedText(fingerprint, halves[0], halves[1]);
    }
}
