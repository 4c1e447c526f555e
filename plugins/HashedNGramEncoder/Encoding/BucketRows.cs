using MoECollab.Weights;

namespace MoECollab.HashedNGramEncoder.Encoding;

/// <summary>The row of each bucket. It is read once for every n-gram, far apart, so it is kept in 16 bits where the rows are few enough.</summary>
internal sealed class BucketRows
{
    private readonly Memory<ushort> _few;
    private readonly Memory<int> _many;

    /// <summary>Copies the rows.</summary>
    /// <param name="rowOfBucket">A row or −1.</param>
    /// <param name="rows">How many rows there are; it stands for none.</param>
    public BucketRows(ReadOnlySpan<int> rowOfBucket, int rows)
    {
        if (rows > ushort.MaxValue)
        {
            _many = WeightMemory.Copy(rowOfBucket);
            _many.Span.Replace(-1, rows);
            return;
        }

        _few = WeightMemory.Allocate<ushort>(rowOfBucket.Length);
        var few = _few.Span;
        for (var bucket = 0; bucket < few.Length; bucket++)
            few[bucket] = (ushort)(rowOfBucket[bucket] < 0 ? rows : rowOfBucket[bucket]);
    }

    /// <summary>Counts the rows of a text.</summary>
    /// <param name="buckets">Its n-grams.</param>
    /// <param name="buffers">Counts.</param>
    public void Count(ReadOnlySpan<int> buckets, EncodingBuffers buffers)
    {
        if (_many.IsEmpty)
            buffers.Count(buckets, (ReadOnlySpan<ushort>)_few.Span);
        else
            buffers.Count(buckets, (ReadOnlySpan<int>)_many.Span);
    }
}
