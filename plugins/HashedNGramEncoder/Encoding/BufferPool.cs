using MoECollab.Text;

namespace MoECollab.HashedNGramEncoder.Encoding;

/// <summary>Lends buffers to overlapping calls without locks and, once warm, without allocating.</summary>
/// <param name="scheme">The n-grams.</param>
/// <param name="rows">How many n-grams have a row.</param>
internal sealed class BufferPool(NGramScheme scheme, int rows)
{
    private readonly EncodingBuffers?[] _idle = new EncodingBuffers?[64];

    /// <summary>Buffers that no other call uses until they are given back.</summary>
    public EncodingBuffers Take()
    {
        foreach (ref var slot in _idle.AsSpan())
        {
            if (slot is not null && Interlocked.Exchange(ref slot, null) is { } buffers)
                return buffers;
        }

        return new EncodingBuffers(scheme, rows);
    }

    /// <summary>Takes buffers back; where all places are taken, they are left to the collector.</summary>
    public void GiveBack(EncodingBuffers buffers)
    {
        foreach (ref var slot in _idle.AsSpan())
        {
            if (Interlocked.CompareExchange(ref slot, buffers, null) is null)
                return;
        }
    }
}
