using MoECollab.TransformerEncoder.Tokenising;
using static TorchSharp.torch;

namespace MoECollab.TransformerEncoder.Networks;

/// <summary>Puts texts of unequal length into one tensor.</summary>
internal static class IdBatch
{
    /// <summary>Pads behind.</summary>
    /// <param name="texts">The ids of B texts.</param>
    /// <param name="device">Where the batch goes.</param>
    /// <param name="least">Columns at least.</param>
    /// <returns>[B, longest], int64; owned by the caller.</returns>
    public static Tensor Of(IReadOnlyList<int[]> texts, Device device, int least = 0)
    {
        var longest = Math.Max(least, texts.Max(ids => ids.Length));
        var values = new long[texts.Count * longest];
        Array.Fill(values, PieceTokeniser.Padding);
        for (var row = 0; row < texts.Count; row++)
        {
            for (var at = 0; at < texts[row].Length; at++)
                values[(row * longest) + at] = texts[row][at];
        }

        return tensor(values, [texts.Count, longest], device: device);
    }
}
