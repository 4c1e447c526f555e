using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MoECollab.Weights;

namespace MoECollab.Encoders;

/// <summary>What makes two encoders the same: an expert trained on hidden vectors of one fingerprint is refused by an encoder of another.</summary>
public static class EncoderFingerprint
{
    /// <summary>
    /// SHA-256 over the tensors in the ordinal order of their names, each as name, dtype, shape (decimal, comma between) and bytes, the three
    /// texts in UTF-8 and ended by a zero byte, and then over the tokeniser in UTF-8. The order of tensors in the file and its metadata do not count.
    /// </summary>
    /// <param name="weights">The encoder's weights; borrowed.</param>
    /// <param name="tokeniser">All that turns a text into the ids that the weights know, for example the fingerprint of an n-gram scheme.</param>
    /// <returns><c>sha256:</c> and 64 hexadecimal digits in lower case.</returns>
    public static string Of(WeightFile weights, string tokeniser)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(tokeniser);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in weights.Entries.Values.OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var shape = string.Join(',', entry.Shape.Select(size => size.ToString(CultureInfo.InvariantCulture)));
            hash.AppendData(Encoding.UTF8.GetBytes($"{entry.Name}\0{entry.Type}\0{shape}\0"));
            hash.AppendData(weights.RawBytes(entry.Name));
        }

        hash.AppendData(Encoding.UTF8.GetBytes(tokeniser));
        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
