using MoECollab.TransformerEncoder.Tokenising;

namespace MoECollab.TransformerEncoder.Contrasting;

/// <summary>Which texts a step sees, and what of them. All of it follows from seed and step, so that a continued training sees the same.</summary>
/// <param name="texts">Ids of all texts.</param>
/// <param name="options">Batch size and share of dropped pieces.</param>
/// <param name="seed">The training's seed.</param>
internal sealed class TextViews(IReadOnlyList<int[]> texts, TransformerOptions options, long seed)
{
    private int _shuffledEpoch = -1;
    private int[] _order = [];

    /// <summary>Steps of an epoch; what is left over of a last batch waits for the next shuffling.</summary>
    public int StepsPerEpoch { get; } = Math.Max(1, texts.Count / options.Batch);

    /// <summary>The texts of a step, by index.</summary>
    /// <param name="step">Counted from 0 over all epochs.</param>
    public ReadOnlySpan<int> Rows(int step)
    {
        var (epoch, place) = Math.DivRem(step, StepsPerEpoch);
        if (epoch != _shuffledEpoch)
        {
            _order = [.. Enumerable.Range(0, texts.Count)];
            Generator(epoch, stream: 1).Shuffle(_order);
            _shuffledEpoch = epoch;
        }

        return _order.AsSpan(place * options.Batch, Math.Min(options.Batch, _order.Length));
    }

    /// <summary>A view of a step's texts: pieces are left out at random, the beginning stays.</summary>
    /// <param name="step">Counted from 0 over all epochs.</param>
    /// <param name="view">0 or 1.</param>
    public IReadOnlyList<int[]> View(int step, int view)
    {
        var random = Generator(step, stream: 2 + view);
        var result = new List<int[]>();
        foreach (var row in Rows(step))
            result.Add([PieceTokeniser.Begin, .. texts[row].Skip(1).Where(_ => random.NextDouble() >= options.DropPieces)]);
        return result;
    }

    private Random Generator(int number, int stream) => new(HashOf(seed, number, stream));

    /// <summary>A seed for one purpose; equal in every process, unlike <see cref="HashCode"/>.</summary>
    public static int HashOf(long seed, int number, int stream)
    {
        var hash = unchecked(((ulong)seed * 0x9E3779B97F4A7C15) + ((ulong)(uint)number * 0xC2B2AE3D27D4EB4F) + (ulong)stream);
        hash = unchecked((hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD);
        return (int)(hash >> 33);
    }
}
