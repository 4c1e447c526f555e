using System.Buffers;

namespace MoECollab.Gating.Numerics.Panels;

/// <summary>W_up σ(W_down x + b_down) + b_up, packed for any number of rows: an adapter or a feed-forward block. Immutable; calls may overlap.</summary>
/// <param name="down">W_down, b_down.</param>
/// <param name="activation">σ.</param>
/// <param name="up">W_up, b_up.</param>
internal sealed unsafe class PackedBlock(PackedMatrix down, BlockActivation activation, PackedMatrix up)
{
    // The codes of so many rows are kept at a time: enough that reading the weights once for all of them costs nothing beside the products.
    private const int MostRows = 256;

    private readonly int _stride = PackedMatrix.WholePanels(down.Outputs);

    /// <summary>Bytes of the packed copies.</summary>
    public long Bytes => down.Bytes + up.Bytes;

    /// <summary>y_i += s_i · block(x_i).</summary>
    /// <param name="from">The x_i.</param>
    /// <param name="to">The y_i.</param>
    /// <param name="scales">s, [count].</param>
    /// <param name="count">Rows.</param>
    public void AddTo(RowPlaces from, RowPlaces to, float* scales, int count)
    {
        var rented = ArrayPool<float>.Shared.Rent(Math.Min(count, MostRows) * _stride);
        fixed (float* codes = rented)
        {
            var blocks = new RowBlocks(count, MostRows);
            for (var i = 0; i < blocks.Count; i++)
            {
                var (start, rows) = blocks.At(i);
                down.Product(from.Skip(start), new RowPlaces(codes, _stride, null), null, rows);
                activation.Apply(codes, (nint)rows * _stride); // what lies between a code and the stride is anything and is never read
                up.Product(new RowPlaces(codes, _stride, null), to.Skip(start), scales + start, rows);
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }
}
